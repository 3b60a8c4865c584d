import type { DatasetEntry } from "@swe/core";
import type { IterationsResult } from "../instance/run-iterations.ts";
import { logTail } from "../text/log-tail.ts";
import type { ArtifactSink } from "./artifact-sink.ts";
import type { TransferRecord } from "./transfer-record.ts";

/** The input as it was. */
export async function writeOriginals(artifacts: ArtifactSink, { instance }: DatasetEntry): Promise<void> {
  await artifacts.write("Dockerfile_original", instance.dockerfile);
  await artifacts.write("run_tests_original.sh", instance.evalScript);
  await artifacts.write("eval_script_original.sh", instance.evalScript);
}

/** The final texts, what the checks found, and the status. */
export async function writeResults(artifacts: ArtifactSink, record: TransferRecord, result: IterationsResult | undefined): Promise<void> {
  if (record.dockerfile !== null && record.eval_script !== null) {
    await artifacts.write("Dockerfile", record.dockerfile);
    await artifacts.write("run_tests.sh", record.eval_script);
    await artifacts.write("eval_script.sh", record.eval_script);
  }
  await artifacts.write("status.json", json(statusOf(record, result)));
  await artifacts.write("summary.json", json(checkerSummary(record, result)));
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function statusOf(record: TransferRecord, result: IterationsResult | undefined): object {
  const { dockerfile, eval_script: script, outcome, ...facts } = record;
  const done = dockerfile !== null && script !== null;
  const last = result?.iterations.at(-1)?.iteration;
  return {
    status: outcome,
    ...facts,
    total_iterations: result?.iterations.length ?? 0,
    aggregate: { total_cost: record.cost, total_input_tokens: record.input_tokens, total_output_tokens: record.output_tokens },
    iteration_summaries: result?.iterations ?? [],
    artifacts: {
      dockerfile: done ? "Dockerfile" : null,
      eval_script: done ? "eval_script.sh" : null,
      run_tests: done ? "run_tests.sh" : null,
      dockerfile_original: "Dockerfile_original",
      eval_script_original: "eval_script_original.sh",
      run_tests_original: "run_tests_original.sh",
      log: "instance.log",
      last_iteration: last === undefined ? null : `iteration_${last}`,
      responses: (result?.iterations ?? []).filter((one) => one.model_calls > 0).map((one) => `responses/iteration_${one.iteration}.jsonl`),
    },
  };
}

function checkerSummary(record: TransferRecord, result: IterationsResult | undefined): object {
  const verdict = result?.verdict;
  const log = verdict?.proof?.after.at(-1)?.log;
  return {
    instance_id: record.instance_id,
    success: record.outcome === "transferred",
    reason: record.reason,
    commands_ok: verdict?.report?.ok ?? false,
    eval_ok: verdict?.ok ?? false,
    eval_output: log === undefined ? null : logTail(log),
    before_exit_code: record.before_exit_code,
    after_exit_code: record.after_exit_code,
    proof: verdict?.proof?.reason ?? null,
    evidence: record.evidence,
    network: record.network,
    diff_chars: verdict?.report?.diffChars ?? null,
    toolchain: verdict?.report?.toolchain ?? [],
    checks: verdict?.report?.checks ?? [],
  };
}
