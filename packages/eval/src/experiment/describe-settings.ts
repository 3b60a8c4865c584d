import { toToolSchema } from "@swe/agent";
import { type JsonValue, stableHash } from "@swe/core";
import type { AttemptSettings } from "../attempt/attempt-settings.ts";
import { effectiveLimits } from "../attempt/plan-runs.ts";
import { finite } from "../record/finite.ts";

/** The settings that decide results, as plain JSON: two runs with equal descriptions may share their output. */
export function describeSettings(settings: AttemptSettings, model: string): Readonly<Record<string, JsonValue>> {
  const limits = effectiveLimits(settings);
  return {
    model,
    scaffold: settings.scaffold.id,
    use_fn_calling: settings.mode === "tools",
    fn_fallback: settings.fnFallback ?? false,
    agent_config: settings.agentConfig?.kind ?? null,
    prompts: promptHashes(settings),
    temperature: settings.temperature ?? null,
    seed: settings.seed ?? null,
    max_steps: finite(limits.maxSteps),
    max_steps_absolute: finite(limits.maxStepsAbsolute),
    max_tokens: finite(limits.maxConversationTokens),
    max_exec_time: finite(limits.actionTimeoutMs / 1000),
    max_llm_time: finite(limits.modelTimeoutMs / 1000),
    max_total_time: finite(limits.totalTimeoutMs / 1000),
    max_cost_per_attempt: finite(limits.maxCost),
    max_format_errors: limits.maxConsecutiveFormatErrors,
    max_iterations: settings.maxIterations ?? 1,
    num_restarts: settings.numRestarts ?? 1,
    network: settings.network ?? "none",
    grade_in: settings.gradeIn ?? "fresh",
    confirm: settings.confirm ?? "full",
    max_reward_calc_time: (settings.rewardTimeoutMs ?? 300_000) / 1000,
    workdir: settings.workdir ?? "/testbed",
    sandbox_limits: { ...settings.sandboxLimits },
  };
}

/** Hashes of the prompts as they read for a sample task, so that a change of their text shows. */
function promptHashes(settings: AttemptSettings): Record<string, string> {
  const scaffold = settings.agentConfig?.apply(settings.scaffold) ?? settings.scaffold;
  const context = {
    problemStatement: "PROBLEM",
    workingDir: settings.workdir ?? "/testbed",
    mode: settings.mode,
    tools: scaffold.tools,
    limits: effectiveLimits(settings),
    instanceId: "INSTANCE",
    platform: { system: "", node: "", release: "", version: "", machine: "" },
  };
  return {
    system: stableHash(scaffold.systemPrompt(context)),
    instance: stableHash(scaffold.instancePrompt(context)),
    tools: stableHash(scaffold.tools.map(toToolSchema)),
  };
}
