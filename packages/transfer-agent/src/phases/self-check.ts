import type { ChatMessage } from "@swe/core";
import { askFor } from "../model/ask-for.ts";
import type { ModelCaller } from "../model/model-caller.ts";
import { selfCheckFormat, selfCheckPrompt, selfCheckSystemPrompt } from "../prompts/self-check-prompt.ts";
import { parseReviewReply, type ReviewReply } from "../replies/parse-reply.ts";
import { unifiedDiff } from "../text/unified-diff.ts";

export interface SelfCheckOptions {
  readonly caller: ModelCaller;
  readonly original: string;
  readonly candidate: string;
  /** @default 2 */
  readonly tries?: number | undefined;
}

/**
 * Has the candidate reviewed in a conversation of its own. A review that cannot be read does not hold the candidate up: the
 * executable checks decide anyway.
 */
export async function selfCheck({ caller, original, candidate, tries = 2 }: SelfCheckOptions): Promise<ReviewReply> {
  const messages: ChatMessage[] = [
    { role: "system", content: selfCheckSystemPrompt },
    { role: "user", content: selfCheckPrompt({ candidate, diff: unifiedDiff("Dockerfile", original, candidate) }) },
  ];
  const reply = await askFor({ caller, messages, purpose: "self_check", parse: parseReviewReply, format: selfCheckFormat, tries });
  return reply.ok ? reply.value : { needsRevision: false, feedback: "" };
}
