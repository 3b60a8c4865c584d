// Prints what a demo run did, from the files it wrote: node scripts/demo-table.mjs DATASET RUN_FOLDER EXP_NAME
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [dataset, folder, expName] = process.argv.slice(2);

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

/** @param {string} path */
function readJsonLines(path) {
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

function stageOne(instanceId) {
  const path = join(folder, "transfer", instanceId, "status.json");
  if (!existsSync(path)) return { verdict: "not run", seconds: 0 };
  const status = readJson(path);
  const tries = status.iterations === 0 ? "as it was" : `${status.iterations} ${status.iterations === 1 ? "try" : "tries"}`;
  const verdict = status.status === "transferred" ? `passed, ${tries}` : `${status.status}: ${status.exit_reason}`;
  return { verdict, seconds: status.duration_ms / 1000 };
}

function stageTwo(attempt) {
  if (attempt === undefined) return { steps: "-", reward: "-", seconds: 0 };
  const seconds = (Date.parse(attempt.finished_at) - Date.parse(attempt.started_at)) / 1000;
  const reward = attempt.reward === null ? "not graded" : `${attempt.reward}${attempt.reward === 1 ? "" : ` (${attempt.reward_reason})`}`;
  return { steps: String(attempt.trajectory_steps.length), reward, seconds };
}

const attempts = new Map(readJsonLines(join(folder, "run", `${expName}.jsonl`)).map((attempt) => [attempt.instance_id, attempt]));
const header = ["instance", "language", "stage 1", "steps", "reward", "time"];
const rows = readJson(dataset).map(({ instance_id: id, language }) => {
  const first = stageOne(id);
  const second = stageTwo(attempts.get(id));
  return [id, language, first.verdict, second.steps, second.reward, `${(first.seconds + second.seconds).toFixed(1)} s`];
});
const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
const line = (cells) =>
  cells
    .map((cell, column) => cell.padEnd(widths[column]))
    .join("  ")
    .trimEnd();
console.log([line(header), widths.map((width) => "-".repeat(width)).join("  "), ...rows.map(line)].join("\n"));
