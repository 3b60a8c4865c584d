import type { GenerateResult, JsonValue } from "@swe/core";
import type { TrajectoryStep } from "../contracts/trajectory-step.ts";
import { formatTagCall } from "../parse/format-tag-call.ts";
import type { LoopSetup } from "./loop-setup.ts";
import type { Turn } from "./read-turn.ts";
import type { RunState } from "./run-state.ts";
import type { StepOutcome } from "./take-step.ts";
import { totalOf } from "./usage-sums.ts";

interface Recorded {
  readonly setup: LoopSetup;
  readonly state: RunState;
  readonly reply: GenerateResult;
  readonly turn: Turn;
  readonly outcome: StepOutcome;
  readonly startedAt: number;
}

/** The step as output files hold it. */
export function recordStep({ setup, state, reply, turn, outcome, startedAt }: Recorded): TrajectoryStep {
  const now = setup.clock.monotonic();
  const { usage } = reply;
  return {
    step_idx: state.steps.length,
    thought: turn.thought,
    action: turn.call === undefined ? "" : formatTagCall(turn.call),
    observation: outcome.observation,
    done: outcome.done,
    info: infoOf(reply, turn, outcome),
    token_usage_prompt: usage.inputTokens ?? null,
    token_usage_completion: usage.outputTokens ?? null,
    token_usage_total: totalOf(usage) ?? null,
    llm_exec_time: reply.durationMs / 1000,
    env_exec_time: outcome.durationMs / 1000,
    total_step_time: (now - startedAt) / 1000,
    total_time_traj: (now - state.startedAt) / 1000,
    step_count: state.steps.length + 1,
  };
}

function infoOf(reply: GenerateResult, turn: Turn, outcome: StepOutcome): Readonly<Record<string, JsonValue>> {
  const dropped = Math.max(0, reply.toolCalls.length - 1);
  return {
    ...(turn.call === undefined ? {} : { tool: turn.call.tool }),
    ...(turn.problem === undefined ? {} : { format_error: turn.problem.kind }),
    ...(reply.finishReason.unified === "length" ? { cut_off: true } : {}),
    ...(dropped > 0 ? { dropped_calls: dropped } : {}),
    ...(reply.cost === undefined ? {} : { cost: reply.cost }),
    ...outcome.result?.info,
  };
}
