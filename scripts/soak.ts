// Kills both stages with SIGKILL at seeded random moments, starts them again, and compares the end with runs that nobody
// disturbed. pnpm soak [--stage transfer|run] [--kills N] [--attempts 40] [--workers 4] [--seed N] [--keep]
// The last line is {"kills", "finished", "faults"}; exit code 1 when there are faults.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "./soak/driver.ts";
import { soakBoth } from "./soak/soak-both.ts";

const { values } = parseArgs({
  options: {
    stage: { type: "string" },
    kills: { type: "string" },
    attempts: { type: "string", default: "40" },
    workers: { type: "string", default: "4" },
    seed: { type: "string", default: "20261123" },
    keep: { type: "boolean", default: false },
  },
});
const killsOf = (stage: string, byDefault: number): number =>
  values.stage === undefined || values.stage === stage ? Number(values.kills ?? byDefault) : 0;

const folder = join(root, "runs", "soak");
rmSync(folder, { recursive: true, force: true });
execFileSync(join(root, "scripts", "base-image"), { stdio: ["ignore", "ignore", "inherit"] });

const results = await soakBoth({
  folder,
  kills: { transfer: killsOf("transfer", 30), run: killsOf("run", 100) },
  attempts: Number(values.attempts),
  workers: Number(values.workers),
  seed: Number(values.seed),
  log: console.log,
});
const faults = results.flatMap((result) => result.faults);
for (const fault of faults) console.log(fault);
const sum = (pick: (result: (typeof results)[number]) => number): number => results.reduce((total, result) => total + pick(result), 0);
console.log(JSON.stringify({ kills: sum(({ kills }) => kills), finished: sum(({ finished }) => finished), faults: faults.length }));
if (faults.length === 0 && !values.keep) rmSync(folder, { recursive: true, force: true });
process.exitCode = faults.length === 0 ? 0 : 1;
