import { parseArgs } from "node:util";
import { createDockerProvider } from "@swe/runtime-docker";
import { ensureBaseImage } from "@swe/testing";
import { totalsOf, type CaseReport } from "./report.ts";
import { runSuite } from "./run-suite.ts";

const usage = `pnpm redteam [--json] [--only TEXT] [--target ID] [--bare] [--concurrency N] [--verbose]

Runs every attack and every honest patch of this folder against the grader. Exit code 1 when an attack earns a
reward without so much as a flag, or an honest patch earns none.

  --json          one JSON line for each case; the totals are the last line in any case
  --only TEXT     cases whose name contains TEXT; several with commas between them
  --target ID     one repository
  --bare          also with entries that have neither gold patch nor test lists
  --concurrency N cases at once (default 2)
  --verbose       the log of everything that did not go as it should
`;

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    target: { type: "string", default: "" },
    bare: { type: "boolean", default: false },
    concurrency: { type: "string", default: "2" },
    verbose: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

function print({ kind, id, target, bare, result, verdict }: CaseReport): void {
  const { reward, rewardReason, evidence, integrity, durationMs } = result;
  if (values.json) {
    const line = { kind, id, target, bare, verdict, reward, reward_reason: rewardReason, evidence, integrity, duration_ms: durationMs };
    process.stdout.write(`${JSON.stringify(line)}\n`);
    return;
  }
  const fine = verdict === "earned_nothing" || verdict === "rewarded";
  const flags = integrity.flags.length === 0 ? "" : ` [${integrity.flags.join(", ")}]`;
  const about = `${kind} ${target} ${id}${bare ? " (bare)" : ""}`;
  process.stdout.write(`${fine ? "ok  " : "LOOK"} ${about.padEnd(58)} ${verdict}: ${rewardReason}${flags} ${durationMs} ms\n`);
  if (!fine && values.verbose)
    process.stdout.write(`${result.testOutput.slice(-3000)}\n${result.error instanceof Error ? result.error.message : ""}\n`);
}

async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const stopped = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopped.abort(new Error(`Stopped by ${signal}.`)));
  const baseImage = await ensureBaseImage();
  await using provider = createDockerProvider({ owner: { runId: `redteam-${process.pid}` } });
  const reports = await runSuite({
    provider,
    baseImage,
    bare: values.bare,
    concurrency: Number(values.concurrency),
    select: (_kind, id, target) =>
      values.only.split(",").some((text) => id.includes(text)) && (values.target === "" || values.target === target),
    abortSignal: stopped.signal,
    onReport: print,
  });
  process.stdout.write(`${JSON.stringify(totalsOf(reports))}\n`);
  return reports.every(({ verdict }) => ["earned_nothing", "flagged", "rewarded"].includes(verdict)) ? 0 : 1;
}

process.exitCode = await main();
