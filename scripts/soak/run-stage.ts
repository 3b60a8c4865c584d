import { readFileSync } from "node:fs";
import { join } from "node:path";
import { containersOf } from "./containers.ts";
import { flags } from "./driver.ts";
import { hashOf, listFiles, readLines } from "./fingerprints.ts";
import type { Copies } from "./sample-copies.ts";
import type { SoakStage } from "./soak-stage.ts";

interface RunRow {
  readonly ds: { readonly instance_id: string };
  readonly attempt: number;
  readonly reward: number | null;
  readonly exit_reason: string;
  readonly output_patch: string;
  readonly history: readonly unknown[];
}

/** Stage 2: recorded models over copies of transferred instances. */
export function createRunStage({ dataset, recordings, ids }: Copies, workers: number): SoakStage {
  return {
    name: "run",
    command: (output) => [
      "apps/swe-run/src/main.ts",
      "runagent_multiple",
      ...flags({ dataset, k: ids.length, traj_dir: output, exp_name: "soak", max_workers: workers }),
      ...flags({ llm_name: `scripted:${recordings}`, scaffold: "mini_swe_agent" }),
    ],
    journals: ["soak.jsonl"],
    fingerprint: (output) => ({
      files: listFiles(output).join(" "),
      ...attempts(readLines(join(output, "soak.jsonl")) as RunRow[]),
      trajectories: linesOf(join(output, "trajectories.jsonl")),
      "rejection sampling": linesOf(join(output, "trajectories_rejection_sampling.jsonl")),
      summary: sorted(readFileSync(join(output, "reward_summary.json"), "utf8")),
    }),
    leftovers: () => containersOf(ids),
  };
}

/** One entry for each attempt; an attempt that is there twice shows. */
function attempts(rows: readonly RunRow[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { ds, attempt, reward, exit_reason: exitReason, output_patch: patch, history } of rows) {
    const key = `attempt ${ds.instance_id} ${attempt}`;
    const value = `${String(reward)} ${exitReason} ${hashOf(patch)} ${history.length} messages`;
    found[key] = found[key] === undefined ? value : `${found[key]}, again ${value}`;
  }
  return found;
}

/** Number and content of the lines, whatever their order. */
function linesOf(path: string): string {
  const lines = readLines(path).map((line) => JSON.stringify(line).length);
  return `${lines.length} lines of ${lines.toSorted((a, b) => a - b).join(" ")} characters`;
}

/** The text of a JSON document with every list of texts sorted: attempts end in any order. */
function sorted(text: string): string {
  return JSON.stringify(JSON.parse(text), (_key, value: unknown) => (Array.isArray(value) ? value.map(String).toSorted() : value));
}
