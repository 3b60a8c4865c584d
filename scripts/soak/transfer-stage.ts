import { readFileSync } from "node:fs";
import { join } from "node:path";
import { containersOf, tryImagesOf } from "./containers.ts";
import { flags } from "./driver.ts";
import { hashOfFile, listFiles, readLines } from "./fingerprints.ts";
import type { Copies } from "./sample-copies.ts";
import type { SoakStage } from "./soak-stage.ts";

const topLevel = ["summary.json", "summary_main.json", "dataset_transferred.json", "dataset_failed.json"];
const ofInstance = [
  "Dockerfile",
  "eval_script.sh",
  "run_tests.sh",
  "Dockerfile_original",
  "eval_script_original.sh",
  "run_tests_original.sh",
];

/** Stage 1: recorded models over copies of the sample. */
export function createTransferStage({ dataset, recordings, ids }: Copies, workers: number): SoakStage {
  return {
    name: "transfer",
    command: (output) => [
      "apps/swe-transfer/src/main.ts",
      ...flags({ input: dataset, output, "model-name": `scripted:${recordings}`, "eval-timeout": 20, "max-workers": workers }),
    ],
    journals: ["transfer_journal.jsonl", "summary_history.jsonl"],
    fingerprint: (output) => {
      const files = listFiles(output);
      const compared = files.filter((file) => topLevel.includes(file) || ofInstance.includes(file.split("/").at(-1) ?? ""));
      return {
        files: files.join(" "),
        ...Object.fromEntries(compared.map((file) => [file, hashOfFile(join(output, file))])),
        ...Object.fromEntries(ids.map((id) => [`status of ${id}`, statusOf(join(output, id, "status.json"))])),
        history: `${readLines(join(output, "summary_history.jsonl")).length} lines`,
      };
    },
    leftovers: () => [...containersOf(ids), ...tryImagesOf(ids)],
  };
}

function statusOf(path: string): string {
  const { status, reason } = JSON.parse(readFileSync(path, "utf8")) as { readonly status: string; readonly reason?: string };
  return `${status}: ${reason ?? ""}`;
}
