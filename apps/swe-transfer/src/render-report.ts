import { join } from "node:path";
import type { TransferReport } from "@swe/transfer-agent";

/** The closing lines of a run. */
export function renderReport({ summary, unfinished, isComplete, totals, files }: TransferReport): string {
  const lines = [
    "",
    `${summary.succeeded} of ${summary.total} instances transferred, ${summary.failed} failed${summary.infra_errors === 0 ? "" : ` (${summary.infra_errors} by the infrastructure: run again with --retry infra)`}`,
    ...summary.failed_instances.map(({ instance_id: id, reason }) => `  ${id}: ${reason}`),
    ...(isComplete ? [] : [incomplete(unfinished.length + totals.notStarted + totals.abandoned)]),
    ...unfinished.map(
      ({ instanceId, reason }) => `  ${instanceId}: ${reason} (its log: ${join(instanceId, "unfinished", "instance.log")})`,
    ),
    costs(summary),
    `transferred: ${files.transferred}`,
    `failed:      ${files.failed}`,
    `summary:     ${files.summaryMain}`,
  ];
  return `${lines.filter((line) => line !== undefined).join("\n")}\n`;
}

function incomplete(count: number): string {
  const instances = count === 1 ? "1 instance has" : `${count} instances have`;
  return `${instances} no result of this run yet; start the same command again to go on`;
}

function costs({
  total_cost: cost,
  total_input_tokens: input,
  total_output_tokens: output,
}: TransferReport["summary"]): string | undefined {
  if (cost === 0 && input === 0 && output === 0) return undefined;
  const tokens = input === null || output === null ? "unknown" : `${input} in, ${output} out`;
  return `model: ${cost === null ? "cost unknown" : `$${cost.toFixed(4)}`}, tokens ${tokens}`;
}
