import type { ChatMessage } from "@swe/core";
import { splitTestPatch } from "@swe/grading";
import { askFor } from "../model/ask-for.ts";
import type { ModelCaller } from "../model/model-caller.ts";
import { evalReviewFormat, evalReviewPrompt, evalReviewSystemPrompt } from "../prompts/eval-review-prompt.ts";
import { type ParsedReply, parseEvalReply } from "../replies/parse-reply.ts";
import { unifiedDiff } from "../text/unified-diff.ts";
import { scriptBreach } from "./script-rules.ts";

export interface EvalReviewOptions {
  readonly caller: ModelCaller;
  readonly originalDockerfile: string;
  readonly dockerfile: string;
  readonly originalScript: string;
  /** The script as the try before left it. */
  readonly script: string;
  readonly testPatch: string | undefined;
  readonly findings: string | undefined;
  /** @default 3 */
  readonly tries?: number | undefined;
}

export interface EvalReview {
  /** Complete, with its test patch. */
  readonly script: string;
  /** Why the model's answer was not taken, where it was not. */
  readonly rejected: string | undefined;
}

/**
 * Asks whether the script fits the new Dockerfile. An answer that lost the test patch's place is dropped for the original
 * script; so is one that keeps breaking the rules, or cannot be read.
 */
export async function evalReview(options: EvalReviewOptions): Promise<EvalReview> {
  const { caller, originalDockerfile, dockerfile, originalScript, script, testPatch, findings, tries = 3 } = options;
  const current = splitTestPatch(script, testPatch);
  const original = splitTestPatch(originalScript, testPatch);
  const diff = unifiedDiff("Dockerfile", originalDockerfile, dockerfile);
  const messages: ChatMessage[] = [
    { role: "system", content: evalReviewSystemPrompt },
    { role: "user", content: evalReviewPrompt({ dockerfile, diff, scriptSkeleton: current.skeleton, findings }) },
  ];
  const parse = (reply: string): ParsedReply<EvalReview> => {
    const parsed = parseEvalReply(reply);
    if (!parsed.ok) return parsed;
    const { skeleton } = parsed.value;
    if (skeleton === undefined) return { ok: true, value: { script, rejected: undefined } };
    const joined = original.join(skeleton);
    if (joined === undefined) return { ok: true, value: { script: originalScript, rejected: "it lost the place of the test patch." } };
    const breach = scriptBreach(original.skeleton, skeleton);
    return breach === undefined ? { ok: true, value: { script: joined, rejected: undefined } } : { ok: false, problem: breach };
  };
  const reply = await askFor({ caller, messages, purpose: "eval_review", parse, format: evalReviewFormat, tries });
  return reply.ok ? reply.value : { script: originalScript, rejected: reply.problem };
}
