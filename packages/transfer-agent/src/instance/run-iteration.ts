import type { ChatMessage } from "@swe/core";
import type { Candidate } from "../candidate.ts";
import { addTotals, type CallTotals } from "../model/call-totals.ts";
import { draftCandidate } from "./draft-candidate.ts";
import type { InstanceContext } from "./instance-context.ts";
import { createPhaseTimer, type PhaseTiming } from "./phase-timer.ts";
import type { Verdict } from "./verdict.ts";
import { verifyCandidate } from "./verify-candidate.ts";

/** What `iteration_N/metadata.json` and `status.json` tell of one try. */
export interface IterationSummary {
  readonly iteration: number;
  /** `baseline`: the input as it is, no model involved. */
  readonly kind: "baseline" | "model";
  readonly started_at: string;
  readonly duration_ms: number;
  readonly phases: readonly PhaseTiming[];
  readonly ok: boolean;
  readonly reason: string | null;
  readonly model_calls: number;
  readonly cost: number | null;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  readonly error: string | null;
}

export interface IterationOptions {
  readonly context: InstanceContext;
  readonly iteration: number;
  readonly current: Candidate;
  /** Absent for the baseline. */
  readonly conversation: { readonly messages: ChatMessage[]; readonly findings: string | undefined } | undefined;
}

export interface IterationResult {
  readonly verdict: Verdict;
  /** The candidate as it was tried, for the next iteration to start from. */
  readonly candidate: Candidate;
  readonly summary: IterationSummary;
}

/** One try from draft to proof. Its metadata is written however it ends. */
export async function runIteration({ context, iteration, current, conversation }: IterationOptions): Promise<IterationResult> {
  const { caller, clock, artifacts, log, onPhase } = context;
  const kind = conversation === undefined ? "baseline" : "model";
  const name = kind === "baseline" ? "baseline" : `iteration ${iteration}`;
  const timer = createPhaseTimer(clock, (phase) => onPhase(`${name}: ${phase}`));
  const started = { at: new Date(clock.now()).toISOString(), monotonic: clock.monotonic(), totals: caller.totals };
  let candidate = current;
  caller.begin(iteration);
  const attempt = async (): Promise<Verdict> => {
    if (conversation !== undefined) {
      const drafted = await draftCandidate({ context, timer, current, ...conversation });
      if (!drafted.ok) return drafted;
      candidate = drafted.candidate;
    }
    return verifyCandidate({ context, timer, candidate, iteration });
  };
  const summarize = async (verdict: Verdict | undefined): Promise<IterationSummary> => {
    const spent = addTotals(caller.totals, negative(started.totals));
    const summary: IterationSummary = {
      iteration,
      kind,
      started_at: started.at,
      duration_ms: Math.round(clock.monotonic() - started.monotonic),
      phases: timer.timings,
      ok: verdict?.ok ?? false,
      reason: verdict === undefined || verdict.ok ? null : verdict.reason,
      model_calls: spent.calls,
      cost: spent.cost,
      input_tokens: spent.inputTokens,
      output_tokens: spent.outputTokens,
      error: timer.timings.find((timing) => timing.error !== null)?.error ?? null,
    };
    await artifacts.write(`iteration_${iteration}/metadata.json`, `${JSON.stringify(summary, null, 2)}\n`);
    return summary;
  };
  let verdict: Verdict;
  try {
    verdict = await attempt();
  } catch (error) {
    await summarize(undefined);
    throw error;
  }
  await log(`${name}: ${verdict.ok ? "passed every check" : verdict.reason}`);
  if (!verdict.ok) await artifacts.write(`iteration_${iteration}/findings.md`, `${verdict.findings}\n`);
  return { verdict, candidate, summary: await summarize(verdict) };
}

function negative({ calls, cost, inputTokens, outputTokens }: CallTotals): CallTotals {
  const flip = (value: number | null): number | null => (value === null ? null : -value);
  return { calls: -calls, cost: flip(cost), inputTokens: flip(inputTokens), outputTokens: flip(outputTokens) };
}
