import { type AgentResult, type AgentMode, toToolSchema } from "@swe/agent";
import type { ExitReason, JsonValue } from "@swe/core";
import type { AttemptError, AttemptRecord } from "../record/attempt-record.ts";
import { schemaVersion } from "../record/attempt-record.ts";
import { toCaptureReport } from "../record/capture-report.ts";
import { classifyOutcome } from "../record/classify-outcome.ts";
import { finite } from "../record/finite.ts";
import { patchText } from "./patch-text.ts";
import { effectiveLimits } from "./plan-runs.ts";
import type { RunAttemptOptions } from "./run-attempt-options.ts";
import type { Course } from "./run-attempt.ts";
import { sumUsage } from "./sum-usage.ts";

export interface BuildRecordOptions extends RunAttemptOptions, Course {
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly durations: AttemptRecord["durations"];
}

/** The row of an attempt, from what happened. */
export function buildRecord(options: BuildRecordOptions): AttemptRecord {
  const { task, settings, services, phase, grade, error, isAgentsDoing } = options;
  const { instance } = task.entry;
  const result = phase?.result;
  const exitReason = exitReasonOf(result, error);
  const reward = grade?.reward ?? (isAgentsDoing ? 0 : null);
  const limits = phase?.planned.limits ?? effectiveLimits(settings);
  const temperature = phase?.planned.temperature ?? settings.temperature;
  return {
    schema_version: schemaVersion,
    instance_id: instance.instanceId,
    attempt: options.attempt,
    config_hash: options.configHash,
    outcome: classifyOutcome({ exitReason, reward, infra: error !== undefined && !isAgentsDoing }),
    exp_name: settings.expName,
    model: services.model.name,
    docker_image: task.image.image,
    problem_statement: instance.problemStatement ?? "",
    exit_reason: exitReason,
    reward,
    reward_reason: isAgentsDoing && grade?.reward === null ? "eval_error" : (grade?.rewardReason ?? null),
    reward_calc_time: (grade?.durationMs ?? 0) / 1000,
    evidence: grade?.evidence ?? null,
    integrity: { ...grade?.integrity },
    test_timeout: grade?.testTimeout ?? false,
    ...patchText(phase?.captured?.patch),
    cost: sum(phase?.results.map(({ cost }) => cost)),
    token_usage: sumUsage(phase?.results ?? [], result?.conversationTokens ?? 0),
    seed: settings.seed ?? null,
    temperature: temperature ?? null,
    started_at: new Date(options.startedAt).toISOString(),
    finished_at: new Date(services.clock.now()).toISOString(),
    durations: options.durations,
    max_steps: finite(limits.maxSteps),
    max_steps_absolute: finite(limits.maxStepsAbsolute),
    max_token_limit: finite(limits.maxConversationTokens),
    max_llm_time: finite(limits.modelTimeoutMs / 1000),
    max_exec_time: finite(limits.actionTimeoutMs / 1000),
    max_total_time: finite(limits.totalTimeoutMs / 1000),
    capture: phase?.captured === undefined ? null : toCaptureReport(phase.captured, phase.snapshot.head),
    earlier_runs: phase?.earlier ?? [],
    error: error ?? null,
    env_args: envArgs(options),
    agent_args: agentArgs(options, temperature),
    history: result?.messages ?? [],
    trajectory_steps: result?.steps ?? [],
    test_output: grade?.testOutput ?? "",
    ds: task.fields,
  };
}

function exitReasonOf(result: AgentResult | undefined, error: AttemptError | undefined): ExitReason {
  if (error?.code === "cancelled") return "cancelled";
  if (result === undefined || error?.phase === "patch") return "sandbox_error";
  return result.exitReason;
}

function envArgs({ task, settings, phase }: BuildRecordOptions): Record<string, JsonValue> {
  return {
    docker_image: task.image.image,
    image_id: phase?.imageId ?? null,
    backend: "docker",
    workdir: settings.workdir ?? "/testbed",
    network: settings.network ?? "none",
    grading_network: task.entry.instance.network,
    grade_in: settings.gradeIn ?? "fresh",
  };
}

function agentArgs({ settings, services }: BuildRecordOptions, temperature: number | undefined): Record<string, JsonValue> {
  const scaffold = settings.agentConfig?.apply(settings.scaffold) ?? settings.scaffold;
  const tools = toolsOf(settings.mode, scaffold.tools.map(toToolSchema));
  return {
    scaffold: settings.scaffold.id,
    llm_name: services.model.name,
    use_fn_calling: settings.mode === "tools",
    temperature: temperature ?? null,
    max_iterations: settings.maxIterations ?? 1,
    num_restarts: settings.numRestarts ?? 1,
    fn_fallback: settings.fnFallback ?? false,
    agent_config: settings.agentConfig?.kind ?? null,
    other_args: tools === undefined ? {} : { tools_schema: tools },
  };
}

function toolsOf(mode: AgentMode, schemas: readonly unknown[]): JsonValue | undefined {
  // Schemas are JSON by nature; their type only says so less exactly.
  return mode === "tools" ? (schemas as unknown as JsonValue) : undefined;
}

function sum(parts: readonly (number | undefined)[] = []): number | null {
  const known = parts.filter((part) => part !== undefined);
  return known.length === 0 ? null : known.reduce((total, part) => total + part, 0);
}
