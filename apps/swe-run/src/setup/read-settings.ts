import { readFile } from "node:fs/promises";
import { type AgentConfig, type AgentLimits, chooseMode, loadAgentConfig, type Scaffold } from "@swe/agent";
import { InputError, type SandboxLimits } from "@swe/core";
import { type AttemptSettings, planRuns } from "@swe/eval";
import { type FlagValues, readBoolean, readChoice, readNumber, readText, readWhole } from "../flags/flag-values.ts";
import { loadScaffold } from "./load-scaffold.ts";

/** What the flags say about how attempts are done. */
export async function readSettings(values: FlagValues, expName: string): Promise<AttemptSettings> {
  readChoice(values, "backend", ["docker"]);
  const scaffold = await loadScaffold(readText(values, "scaffold") ?? "r2egym");
  const agentConfig = await readAgentConfig(readText(values, "agent_config"));
  const settings: AttemptSettings = {
    expName,
    scaffold,
    mode: readMode(values, agentConfig?.apply(scaffold) ?? scaffold),
    agentConfig,
    fnFallback: readBoolean(values, "fn_fallback"),
    limits: readLimits(values),
    temperature: readNumber(values, "temperature", 0, 2) ?? 0,
    seed: readWhole(values, "seed"),
    maxIterations: readWhole(values, "max_iterations", 1),
    numRestarts: readWhole(values, "num_restarts", 1),
    network: readText(values, "network"),
    gradeIn: readChoice(values, "grade_in", ["fresh", "agent"]),
    ...readGrading(values),
    sandboxLimits: readSandboxLimits(values),
  };
  planRuns(settings);
  return settings;
}

/** Grading flags, shared by all commands that grade. */
export function readGrading(values: FlagValues): Pick<AttemptSettings, "confirm" | "rewardTimeoutMs"> {
  return {
    confirm: readChoice(values, "confirm", ["none", "infra", "full"]),
    rewardTimeoutMs: milliseconds(readNumber(values, "max_reward_calc_time", 0.001)),
  };
}

function readMode(values: FlagValues, scaffold: Scaffold): AttemptSettings["mode"] {
  const useTools = readBoolean(values, "use_fn_calling");
  return chooseMode(scaffold, useTools === undefined ? undefined : useTools ? "tools" : "text");
}

function readLimits(values: FlagValues): Partial<AgentLimits> {
  const maxSteps = readWhole(values, "max_steps", 1);
  // A hard limit below the soft one would end runs before they are told to submit.
  const implied = maxSteps === undefined || maxSteps <= 40 ? undefined : maxSteps + 10;
  const limits: Record<keyof AgentLimits, number | undefined> = {
    maxSteps,
    maxStepsAbsolute: readWhole(values, "max_steps_absolute", 1) ?? implied,
    maxConversationTokens: readWhole(values, "max_tokens", 1),
    actionTimeoutMs: milliseconds(readNumber(values, "max_exec_time", 0.001)),
    modelTimeoutMs: milliseconds(readNumber(values, "max_llm_time", 0.001)),
    totalTimeoutMs: milliseconds(readNumber(values, "max_total_time", 0.001)),
    maxCost: readNumber(values, "max_cost_per_attempt"),
    maxConsecutiveFormatErrors: readWhole(values, "max_format_errors"),
  };
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
}

function readSandboxLimits(values: FlagValues): SandboxLimits | undefined {
  const memory = readNumber(values, "memory", 0.01);
  const limits: SandboxLimits = {
    memoryBytes: memory === undefined ? undefined : Math.round(memory * 2 ** 30),
    cpus: readNumber(values, "cpus", 0.01),
    pids: readWhole(values, "pids", 1),
  };
  return Object.values(limits).every((value) => value === undefined) ? undefined : limits;
}

async function readAgentConfig(path: string | undefined): Promise<AgentConfig | undefined> {
  if (path === undefined) return undefined;
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new InputError({ message: `The agent file ${path} cannot be read.`, remedy: "Check --agent_config.", cause: error });
  }
  return loadAgentConfig(text, { source: path });
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : Math.round(seconds * 1000);
}
