import type { FlagTable } from "./flag-table.ts";

const input: FlagTable = {
  dataset: { describe: "Dataset with built images: output of Stage 1, or any JSON list or JSON lines of that form", isRequired: true },
  split: { describe: "Label for the local loader; has no effect", shown: "dev" },
  lenient: { describe: "Go on with the good entries of a dataset that also has bad ones", shown: "False" },
};

const selection: FlagTable = {
  k: { describe: 'Number of instances to run, or "all"', shown: "1" },
  start_idx: { describe: "Index of the first instance", shown: "0" },
  only: { describe: "Ids of the instances to choose from", isList: true },
};

const output: FlagTable = {
  traj_dir: { describe: "Output folder", shown: "./traj" },
  exp_name: { describe: "Name of the experiment; the same name and settings go on with an earlier run", shown: "a time stamp" },
  json: { describe: "Print events and the result as JSON, one object a line", shown: "False" },
};

const agent: FlagTable = {
  llm_name: { describe: "Model, e.g. openai/gpt-4o-mini, anthropic/..., scripted:FOLDER, replay:FOLDER", shown: "gpt-4o" },
  scaffold: { describe: "mini_swe_agent, live_swe_agent, r2egym or openhands", shown: "r2egym" },
  use_fn_calling: { describe: "Function calling, True or False", shown: "True; False for the bash-only scaffolds" },
  fn_fallback: { describe: "With function calling: also run calls that the model wrote as text", shown: "False" },
  agent_config: { describe: "Agent file (YAML) of mini-swe-agent or R2E-Gym whose prompts and limits are used" },
  temperature: { describe: "Sampling temperature", shown: "0" },
  seed: { describe: "Sampling seed, where the provider takes one" },
};

const limits: FlagTable = {
  max_steps: { describe: "Steps after which the agent is told to submit", shown: "40" },
  max_steps_absolute: { describe: "Steps after which a run ends", shown: "50, or max_steps + 10 where that is more" },
  max_tokens: { describe: "Tokens of a conversation", shown: "65536" },
  max_exec_time: { describe: "Seconds for one action", shown: "90" },
  max_llm_time: { describe: "Seconds for one model call with its retries", shown: "7200" },
  max_total_time: { describe: "Seconds for one run of the agent", shown: "50000" },
  max_cost_per_attempt: { describe: "US dollars for one run of the agent", shown: "no limit" },
  max_format_errors: { describe: "Replies in a row without a runnable call; 0 = no limit", shown: "10" },
  max_iterations: { describe: "Tries in fresh containers until the agent finishes by itself", shown: "1" },
  num_restarts: { describe: "Fresh conversations in one container that share max_steps", shown: "1" },
  n_samples: { describe: "Independent attempts at each instance", shown: "1" },
};

const batch: FlagTable = {
  max_workers: { describe: "Attempts at the same time", shown: "5" },
  use_existing: { describe: "Skip attempts that are in <exp_name>.jsonl already", shown: "True" },
  skip_existing: { describe: "Also skip instances that sibling experiments solved", shown: "False" },
  infra_retries: { describe: "Tries after the first when the infrastructure fails", shown: "2" },
  fail_on_infra: {
    describe: "End with status 1 when more than this percentage of attempts failed for the infrastructure",
    shown: "when all did",
  },
  max_cost: {
    describe: "US dollars for the whole experiment, what earlier starts spent included; it stops there and goes on with a higher limit",
    shown: "no limit",
  },
  max_run_tokens: { describe: "Tokens for the whole experiment, likewise", shown: "no limit" },
};

const model: FlagTable = {
  rpm: { describe: "Model calls in any minute", shown: "no limit" },
  tpm: { describe: "Tokens in any minute", shown: "no limit" },
  max_llm_calls: { describe: "Model calls at the same time", shown: "no limit" },
  prices: { describe: 'File with prices, {"model": {"inputPerMillion": 1, "outputPerMillion": 2}}, or LiteLLM\'s' },
  record: { describe: "Folder to store every exchange with the model in" },
  replay_mode: { describe: "For replay:FOLDER: strict compares requests, loose matches by step", shown: "strict" },
};

const containers: FlagTable = {
  backend: { describe: "Only docker", shown: "docker" },
  network: { describe: "Network of the agent's container: none, bridge or a network's name", shown: "none" },
  prepull_images: { describe: "Make all images available before the first attempt", shown: "False" },
  memory: { describe: "Memory of a container in GiB" },
  cpus: { describe: "CPUs of a container" },
  pids: { describe: "Processes of a container" },
};

export const gradingFlags: FlagTable = {
  max_reward_calc_time: { describe: "Seconds for one run of the eval script", shown: "300" },
  confirm: { describe: "How far a pass is confirmed: none, infra or full", shown: "full" },
  max_graders: { describe: "Containers that grade at the same time", shown: "as many as workers, at most 2 a CPU" },
};

const gradeIn: FlagTable = { grade_in: { describe: "Grade in a fresh container, or in the agent's: fresh or agent", shown: "fresh" } };

/** Puts a heading over flags in the help. */
function grouped(group: string, flags: FlagTable): FlagTable {
  return Object.fromEntries(Object.entries(flags).map(([name, spec]) => [name, { ...spec, group }]));
}

const shared: FlagTable = {
  ...grouped("Output", output),
  ...grouped("Agent", agent),
  ...grouped("Limits", limits),
  ...grouped("Run", batch),
  ...grouped("Model", model),
  ...grouped("Containers", containers),
  ...grouped("Grading", { ...gradingFlags, ...gradeIn }),
};

/** Flags of `runagent_multiple`. */
export const runFlags: FlagTable = { ...grouped("Input", { ...input, ...selection }), ...shared };

/** Flags of `runagent`. */
export const runOneFlags: FlagTable = {
  ...grouped("Input", { ...input, instance_id: { describe: "Id of the instance", shown: "the dataset's only one" } }),
  ...shared,
};
