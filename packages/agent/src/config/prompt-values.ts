import type { PromptContext } from "../contracts/scaffold.ts";

/** What the prompts of agent files can name, under the names of both generations. */
export function promptValues(context: PromptContext): Readonly<Record<string, string | number>> {
  const { problemStatement, workingDir, limits, platform, instanceId } = context;
  return {
    task: problemStatement,
    problem_statement: problemStatement,
    working_dir: workingDir,
    cwd: workingDir,
    instance_id: instanceId ?? "",
    system: platform?.system ?? "",
    node: platform?.node ?? "",
    release: platform?.release ?? "",
    version: platform?.version ?? "",
    machine: platform?.machine ?? "",
    processor: "",
    timeout: limits.actionTimeoutMs / 1000,
    step_limit: Number.isFinite(limits.maxSteps) ? limits.maxSteps : 0,
    cost_limit: Number.isFinite(limits.maxCost) ? limits.maxCost : 0,
    n_model_calls: 0,
    model_cost: 0,
  };
}

/** Stands in for a real context when a template is checked. */
export const samplePromptValues: Readonly<Record<string, string | number>> = {
  task: "task",
  problem_statement: "task",
  working_dir: "/testbed",
  cwd: "/testbed",
  instance_id: "id",
  system: "Linux",
  node: "node",
  release: "6.0",
  version: "1",
  machine: "x86_64",
  processor: "",
  timeout: 90,
  step_limit: 40,
  cost_limit: 3,
  n_model_calls: 0,
  model_cost: 0,
};
