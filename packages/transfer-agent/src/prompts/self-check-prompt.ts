import { fence } from "../text/fence.ts";
import { checklist } from "./checklist.ts";

export const selfCheckFormat = `{"needs_revision": true or false, "feedback": "<what to change, one point per line; empty if nothing>"}`;

export const selfCheckSystemPrompt: string = `You review Dockerfiles before they are built. A Dockerfile was rewritten so that its environment fulfils this list:

${checklist}

Compare the candidate with the list and with the original, point by point. Ask for a revision only for a breach of the list or for something that cannot build; matters of taste are no reason. Steps that remove later history are added by the system afterwards, so their absence is correct. For each breach name the line and what it should be.

Answer with exactly one JSON object and nothing else:
${selfCheckFormat}`;

export interface SelfCheckPromptOptions {
  readonly candidate: string;
  readonly diff: string;
}

export function selfCheckPrompt({ candidate, diff }: SelfCheckPromptOptions): string {
  return `The candidate:\n\n${fence("dockerfile", candidate)}\n\nIts difference to the original:\n\n${fence("diff", diff)}`;
}
