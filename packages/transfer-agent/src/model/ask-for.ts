import type { ChatMessage } from "@swe/core";
import { repairPrompt } from "../prompts/revision-prompt.ts";
import type { ParsedReply } from "../replies/parse-reply.ts";
import type { ModelCaller } from "./model-caller.ts";

export interface AskForOptions<T> {
  readonly caller: ModelCaller;
  /** The conversation; replies and requests to repeat them are added to it. */
  readonly messages: ChatMessage[];
  readonly purpose: string;
  readonly parse: (reply: string) => ParsedReply<T>;
  /** Shown when the reply could not be read. */
  readonly format: string;
  /** How often to ask in all. */
  readonly tries: number;
}

/** Asks until the reply can be read, telling each time what was wrong with the one before. */
export async function askFor<T>({ caller, messages, purpose, parse, format, tries }: AskForOptions<T>): Promise<ParsedReply<T>> {
  let problem = "";
  for (let left = tries; left > 0; left--) {
    const reply = await caller.ask(messages, purpose);
    messages.push({ role: "assistant", content: reply });
    const parsed = parse(reply);
    if (parsed.ok) return parsed;
    problem = parsed.problem;
    if (left > 1) messages.push({ role: "user", content: repairPrompt(problem, format) });
  }
  return { ok: false, problem };
}
