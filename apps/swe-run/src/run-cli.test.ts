import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFakeIo } from "../test/fake-io.ts";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "swe-run-cli-"));
const good = join(folder, "good.json");
const entry = { instance_id: "a__b-1", docker_image: "x:1", dockerfile: "FROM x", eval_script: "true", problem_statement: "p" };
beforeAll(() => {
  writeFileSync(good, JSON.stringify([entry, { ...entry, instance_id: "a__b-2" }]));
  writeFileSync(join(folder, "broken.json"), '[{"instance_id": ');
  writeFileSync(join(folder, "bare.json"), JSON.stringify([{ ...entry, dockerfile: undefined }]));
  writeFileSync(join(folder, "foreign.json"), JSON.stringify([{ instance_id: "c__d-1", model_patch: "" }]));
  writeFileSync(join(folder, "prices.json"), '{"m": 1}');
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(command: string, env: Readonly<Record<string, string>> = {}) {
  const io = createFakeIo(
    command.split(" ").filter((word) => word !== ""),
    env,
  );
  return { exitCode: await runCli(io), out: io.out(), err: io.err() };
}

describe("what is wrong is said in a sentence, with status 2", () => {
  const start = `runagent_multiple --dataset ${good}`;
  it.each([
    ["", "No command is given."],
    ["runagent_multipel", "Did you mean runagent_multiple?"],
    ["runagent_multiple", "Missing: --dataset."],
    ["runagent_multiple --datast x", "There is no flag --datast. Did you mean --dataset?"],
    [`${start} stray`, '"stray" is no part of the command.'],
    [`${start} --k many`, '--k: expected a whole number from 0, got "many".'],
    [`${start} --max-workers 0`, '--max_workers: expected a whole number from 1, got "0".'],
    [`${start} --use_fn_calling maybe`, '--use_fn_calling: expected True or False, got "maybe".'],
    [`${start} --temperature hot`, "--temperature: expected a number from 0 to 2"],
    [`${start} --backend kubernetes`, "--backend: expected one of docker"],
    [`${start} --scaffold other`, "--scaffold: expected one of mini_swe_agent, live_swe_agent, r2egym, openhands"],
    [`${start} --scaffold mini_swe_agent --use-fn-calling True`, "does not work with function calling"],
    [`${start} --llm_name scripted:${folder} --max_iterations 2 --num_restarts 2 --scaffold r2egym`, "exclude each other"],
    [`${start} --traj_dir a --traj_dir b --fail_on_infra 101`, "--fail_on_infra: expected a number from 0 to 100"],
    [`${start} --llm_name scripted:${folder}/none`, "there is no such folder"],
    [`${start} --llm_name scripted:${folder} --prices ${folder}/prices.json`, "The price of"],
    [`${start} --agent_config ${folder}/none.yaml`, "cannot be read"],
    [`${start} --llm_name openai/gpt-4o-mini`, "OPENAI_API_KEY"],
    [`${start} --only a__b-1,c`, 'No entry has the id "c".'],
    [`${start} --only`, "--only: expected one value or more"],
    [`runagent --dataset ${good}`, "The dataset has 2 instances."],
    ["runagent_multiple --dataset /nowhere.json", "does not exist"],
    [`runagent_multiple --dataset ${folder}/broken.json`, "broken.json"],
    [`runagent_multiple --dataset ${folder}/bare.json`, '"a__b-1", line 1): "dockerfile" is missing'],
    [`regrade --traj_dir ${folder}`, "holds no run"],
    [`grade --dataset ${good} --predictions ${folder}/foreign.json --output ${folder}`, "is a folder"],
    [`grade --dataset ${good} --predictions /nowhere --output ${folder}/o.jsonl`, "does not exist"],
    [`grade --dataset ${good} --predictions ${folder}/foreign.json --output ${folder}/o.jsonl`, 'the first is for "c__d-1"'],
  ])("%s", async (command, message) => {
    const { exitCode, out, err } = await run(command);
    expect(err).toContain(message);
    expect(err).not.toMatch(/\n\s+at /);
    expect([exitCode, out]).toEqual([2, ""]);
  });

  it("certificates of the engine that cannot be read", async () => {
    const env = { DOCKER_HOST: "tcp://127.0.0.1:1", DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: folder };
    const { exitCode, err } = await run(`${start} --llm_name scripted:${folder}`, env);
    expect([exitCode, err]).toEqual([2, expect.stringContaining("DOCKER_CERT_PATH")]);
  });

  it("an engine that does not answer, before anything is written", async () => {
    const output = join(folder, "out");
    const env = { DOCKER_HOST: `unix://${folder}/no.sock` };
    const { exitCode, err } = await run(`${start} --llm_name scripted:${folder} --traj_dir ${output}`, env);
    expect(exitCode).toBe(2);
    expect(err).toContain("Start the engine");
    expect(() => rmSync(output, { recursive: true })).toThrow("ENOENT");
  });
});

it("prints help and version without an engine", async () => {
  expect(await run("--version")).toMatchObject({ exitCode: 0, err: "" });
  const help = await run("runagent_multiple --help");
  expect(help.exitCode).toBe(0);
  for (const flag of [
    "--dataset",
    "--split",
    "--k",
    "--start_idx",
    "--max_workers",
    "--traj_dir",
    "--exp_name",
    "--llm_name",
    "--use_fn_calling",
    "--backend",
    "--scaffold",
  ]) {
    expect(help.out).toContain(flag.replace("--k", "-k"));
  }
});
