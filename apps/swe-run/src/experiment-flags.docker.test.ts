import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AttemptRecord, attemptRecordSchema } from "@swe/eval";
import { createDockerProvider } from "@swe/runtime-docker";
import { afterAll, beforeAll, expect, it } from "vitest";
import { answerEntries, buildAnswerImage } from "../test/answer-image.ts";
import { createFakeIo } from "../test/fake-io.ts";
import { runCli } from "./run-cli.ts";

const nonce = randomBytes(4).toString("hex");
const image = `swe-run-flags-${nonce}:1`;
const provider = createDockerProvider({ owner: { runId: `flags-${nonce}` } });
const folder = mkdtempSync(join(tmpdir(), "swe-run-"));
const scripts = join(folder, "scripts");
const submit = "echo COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT";
const repair = "sed -i s/41/42/ answer.py";

beforeAll(async () => {
  await buildAnswerImage(provider, image);
  mkdirSync(scripts);
  play("repairs", [repair, submit]);
  play("also_repairs", [repair, submit]);
  play("removes_git", [`${repair}; rm -rf "$(command -v git)" /usr/lib/git-core`, submit]);
});
afterAll(async () => {
  await provider.removeImage(image, { force: true });
  await provider[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

function play(id: string, commands: readonly string[]): void {
  const replies = commands.map((command) => ({ content: `I act.\n\n\`\`\`bash\n${command}\n\`\`\``, cost: 0.25 }));
  writeFileSync(join(scripts, `${id}.json`), JSON.stringify({ replies }));
}

function dataset(name: string, ids: readonly string[], fields: object = {}): string {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify(answerEntries(image, ids).map((entry) => ({ ...entry, ...fields }))));
  return path;
}

async function run(name: string, data: string, ...flags: string[]) {
  const fixed = `--k all --max_workers 1 --confirm none --scaffold mini_swe_agent --exp_name ${name}`.split(" ");
  const model = ["--llm_name", `scripted:${scripts}`, "--traj_dir", join(folder, name)];
  const io = createFakeIo(["runagent_multiple", "--dataset", data, ...fixed, ...model, ...flags], {});
  const exitCode = await runCli(io);
  const rows = readFileSync(join(folder, name, `${name}.jsonl`), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line): AttemptRecord => attemptRecordSchema.parse(JSON.parse(line)));
  return { io, exitCode, rows };
}

it("counts what earlier starts spent against the ceiling of the experiment", async () => {
  const data = dataset("costly", ["repairs", "also_repairs"]);
  const first = await run("costly", data, "--max_cost", "0.5");
  expect(first.exitCode).toBe(1);
  expect(first.io.err()).toContain("$0.5000 of $0.5");
  const finished = first.rows.length;

  const again = await run("costly", data, "--max-cost", "0.5");
  expect(again.exitCode).toBe(1);
  expect(again.rows).toHaveLength(finished);

  const { exitCode, rows } = await run("costly", data, "--max_cost", "10");
  expect(exitCode).toBe(0);
  expect(rows.map(({ reward }) => reward)).toEqual([1, 1]);
  expect((await run("costly", data, "--max_cost", "0.5")).exitCode).toBe(0);
});

it("takes an image that is missing from the tarball beside the dataset, before the first attempt on demand", async () => {
  const copy = `swe-run-flags-${nonce}-tarball:1`;
  await provider.tagImage(image, copy);
  await provider.saveImage(copy, join(folder, "image.tar"));
  await provider.removeImage(copy);
  const data = dataset("loaded", ["repairs"], { docker_image: copy, docker_image_tarball: "image.tar" });
  const { exitCode, rows } = await run("loaded", data, "--prepull-images", "True");
  expect(exitCode).toBe(0);
  expect(rows).toMatchObject([{ reward: 1, docker_image: copy }]);
  await provider.removeImage(copy, { force: true });
});

it("keeps the patch of an agent that removed git", async () => {
  const { rows } = await run("wild", dataset("wild", ["removes_git"]));
  expect(rows).toMatchObject([{ reward: 1, reward_reason: "passed", capture: { restored: true, changed_files: 1 } }]);
});
