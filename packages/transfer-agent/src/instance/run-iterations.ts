import { type ChatMessage, SweError } from "@swe/core";
import { splitTestPatch } from "@swe/grading";
import type { Candidate } from "../candidate.ts";
import { draftPrompt } from "../prompts/draft-prompt.ts";
import { retryPrompt } from "../prompts/revision-prompt.ts";
import { systemPrompt } from "../prompts/system-prompt.ts";
import type { TransferExitReason } from "../records/transfer-record.ts";
import type { InstanceContext } from "./instance-context.ts";
import { type IterationResult, type IterationSummary, runIteration } from "./run-iteration.ts";
import { rejected, type Verdict } from "./verdict.ts";

export interface IterationsResult {
  readonly verdict: Verdict;
  readonly exitReason: TransferExitReason;
  readonly reason: string | null;
  readonly iterations: readonly IterationSummary[];
}

/** The baseline as it is, then the model's tries, until one passes or nothing more can help. */
export async function runIterations(context: InstanceContext): Promise<IterationsResult> {
  const { entry, settings } = context;
  const { dockerfile, evalScript } = entry.instance;
  const summaries: IterationSummary[] = [];
  let current: Candidate = { dockerfile, evalScript };
  let last: IterationResult | undefined;

  if (!settings.alwaysDraft) {
    last = await runIteration({ context, iteration: 0, current, conversation: undefined });
    summaries.push(last.summary);
    const end = endOf(last.verdict, "baseline");
    if (end !== undefined) return { ...end, verdict: last.verdict, iterations: summaries };
  }
  const baselineFindings = findingsOf(last?.verdict);
  const messages = firstMessages(context, baselineFindings);
  let findings = baselineFindings;
  const first = summaries.length;
  for (let iteration = first; iteration < first + settings.maxIterations; iteration++) {
    try {
      last = await runIteration({ context, iteration, current, conversation: { messages, findings } });
    } catch (error) {
      if (!isTooLong(error)) throw error;
      const reason = "The conversation outgrew the model's context.";
      return { verdict: last?.verdict ?? rejected(reason, ""), exitReason: "context_length", reason, iterations: summaries };
    }
    summaries.push(last.summary);
    const end = endOf(last.verdict, "validated");
    if (end !== undefined) return { ...end, verdict: last.verdict, iterations: summaries };
    current = last.candidate;
    findings = findingsOf(last.verdict);
    messages.push({ role: "user", content: retryPrompt(findings ?? "") });
  }
  const verdict = last?.verdict ?? nothingTried;
  const why = verdict.ok ? "" : verdict.reason;
  return {
    verdict,
    exitReason: "max_iterations",
    reason: `No try passed within ${settings.maxIterations} iterations. ${why}`,
    iterations: summaries,
  };
}

const nothingTried: Verdict = rejected("No iteration was allowed.", "");

function endOf(verdict: Verdict, success: TransferExitReason): { exitReason: TransferExitReason; reason: string | null } | undefined {
  if (verdict.ok) return { exitReason: success, reason: null };
  return verdict.finalReason === undefined ? undefined : { exitReason: verdict.finalReason, reason: verdict.reason };
}

function findingsOf(verdict: Verdict | undefined): string | undefined {
  return verdict === undefined || verdict.ok ? undefined : verdict.findings;
}

function isTooLong(error: unknown): boolean {
  return SweError.isInstance(error) && error.code === "context_length";
}

function firstMessages({ entry }: InstanceContext, baselineFindings: string | undefined): ChatMessage[] {
  const { repo, baseCommit, dockerfile, evalScript, testPatch } = entry.instance;
  const scriptSkeleton = splitTestPatch(evalScript, testPatch).skeleton;
  return [
    { role: "system", content: systemPrompt },
    { role: "user", content: draftPrompt({ repo, baseCommit, dockerfile, scriptSkeleton, baselineFindings }) },
  ];
}
