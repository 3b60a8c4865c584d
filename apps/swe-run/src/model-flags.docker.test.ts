import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AttemptRecord, attemptRecordSchema } from "@swe/eval";
import { createDockerProvider } from "@swe/runtime-docker";
import { type ChatReply, type ChatRequest, startChatServer } from "@swe/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { answerEntries, buildAnswerImage } from "../test/answer-image.ts";
import { createFakeIo } from "../test/fake-io.ts";
import { runCli } from "./run-cli.ts";

const nonce = randomBytes(4).toString("hex");
const image = `swe-run-model-${nonce}:1`;
const provider = createDockerProvider({ owner: { runId: `model-${nonce}` } });
const folder = mkdtempSync(join(tmpdir(), "swe-run-model-"));
const dataset = join(folder, "dataset.json");

beforeAll(async () => {
  await buildAnswerImage(provider, image);
  writeFileSync(dataset, JSON.stringify(answerEntries(image, ["owner__a-1", "owner__a-2", "owner__a-3"])));
});
afterAll(async () => {
  await provider.removeImage(image, { force: true });
  await provider[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

interface Run {
  readonly exitCode: number;
  readonly err: string;
  readonly rows: readonly AttemptRecord[];
}

async function run(name: string, flags: string, env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const dir = join(folder, name);
  const io = createFakeIo(
    `runagent_multiple --dataset ${dataset} --traj_dir ${dir} --exp_name ${name} --scaffold mini_swe_agent --confirm none ${flags}`.split(
      " ",
    ),
    env,
  );
  const exitCode = await runCli(io);
  const text = readFileSync(join(dir, `${name}.jsonl`), "utf8");
  const rows = text.split("\n").filter((line) => line !== "");
  return { exitCode, err: io.err(), rows: rows.map((line) => attemptRecordSchema.parse(JSON.parse(line))) };
}

function act(command: string): string {
  return `I act.\n\n\`\`\`bash\n${command}\n\`\`\``;
}

/** Repairs, then submits, each for a quarter of a dollar. */
function reply({ messages = [] }: ChatRequest["body"]): ChatReply {
  const isFirst = messages.every(({ role }) => role !== "assistant");
  const content = act(isFirst ? "sed -i s/41/42/ answer.py; echo repaired" : "echo COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT");
  return { content, usage: { input: 100, output: 10, cost: 0.25 } };
}

it("records a run and plays it again without a server, to the same patch", async () => {
  const recording = join(folder, "recording");
  const key = `sk-planted-${nonce}`;
  await using server = await startChatServer({
    replies: (request, index) => (index === 0 ? { fault: "status", status: 503, body: `your key is ${key}` } : reply(request.body)),
  });
  const env = { LLM_BASE_URL: server.url, OPENAI_API_KEY: key };
  const first = await run("first", `--llm_name openai/gpt-4o-mini --record ${recording}`, env);
  expect(first).toMatchObject({ exitCode: 0, rows: [{ reward: 1 }] });
  const asked = server.requests.length;

  const again = await run("again", `--llm_name replay:${recording}`);
  expect(again.err).not.toMatch(/differs/);
  expect(again).toMatchObject({ exitCode: 0, rows: [{ reward: 1, output_patch: first.rows[0]?.output_patch }] });
  expect(server.requests).toHaveLength(asked);

  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.filter((file) => readFileSync(join(file.parentPath, file.name), "utf8").includes(key))).toEqual([]);

  const other = await run("other", `--llm_name replay:${recording} --temperature 1`);
  expect(other).toMatchObject({ exitCode: 1 });
  expect(JSON.stringify(other.rows) + other.err).toMatch(/temperature/);
  expect(await run("loose", `--llm_name replay:${recording} --temperature 1 --replay_mode loose`)).toMatchObject({
    exitCode: 0,
    rows: [{ reward: 1 }],
  });
});

it("cancels the call in flight on Ctrl-C and records it as cancelled", async () => {
  const asked = Promise.withResolvers<void>();
  await using server = await startChatServer({
    replies: () => {
      asked.resolve();
      return { fault: "silence" };
    },
  });
  const recording = join(folder, "cancelled-calls");
  const flags = `--traj_dir ${join(folder, "cancelled")} --exp_name cancelled --scaffold mini_swe_agent --llm_name openai/m --record ${recording}`;
  const io = createFakeIo(`runagent_multiple --dataset ${dataset} ${flags}`.split(" "), { LLM_BASE_URL: server.url });
  const running = runCli(io);
  await asked.promise;
  io.interrupt();
  expect(await running).toBe(1);
  const text = readFileSync(join(recording, "owner__a-1", "attempt_0.jsonl"), "utf8");
  expect(
    text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown),
  ).toMatchObject([{ outcome: "cancelled" }]);
  expect(server.requests).toHaveLength(1);
});

it("stops cleanly at a ceiling of cost and goes on with a higher one", async () => {
  await using server = await startChatServer({ replies: ({ body }) => reply(body) });
  const env = { LLM_BASE_URL: server.url };
  const flags = "--llm_name openai/m --k 3 --max_workers 1";
  const stopped = await run("ceiling", `${flags} --max_cost 0.7`, env);
  expect(stopped.exitCode).toBe(1);
  expect(stopped.err).toMatch(/\$0\.7/);
  expect(stopped.rows.filter(({ exit_reason }) => exit_reason === "agent").length).toBeLessThan(3);
  expect(stopped.rows.filter(({ reward }) => reward === 0)).toEqual([]);
  expect(server.requests).toHaveLength(3);

  const resumed = await run("ceiling", `${flags} --max_cost 5`, env);
  expect(resumed.exitCode).toBe(0);
  expect(resumed.rows.filter(({ reward }) => reward === 1).length).toBe(3);
});

it("keeps to the calls at the same time that all attempts share, and says that a ceiling of cost is blind", async () => {
  let inFlight = 0;
  let most = 0;
  await using server = await startChatServer({
    replies: async ({ body }) => {
      most = Math.max(most, (inFlight += 1));
      // Long enough for another call to arrive if it were let through.
      await new Promise((resolve) => setTimeout(resolve, 50));
      inFlight -= 1;
      return { ...(reply(body) as object), usage: { input: 100, output: 10 } };
    },
  });
  const limited = await run("limited", "--llm_name openai/m --k 3 --max_workers 3 --max_llm_calls 1 --max_cost 9", {
    LLM_BASE_URL: server.url,
  });
  expect(limited.exitCode).toBe(0);
  expect(most).toBe(1);
  expect(limited.err.match(/--max_cost does not see/g)).toHaveLength(1);
});

it("a conversation that is too long ends as token_limit, an outage and a refused key as infra_error: none is a wrong answer", async () => {
  const failures: readonly [string, ChatReply, object][] = [
    [
      "long",
      { fault: "status", status: 400, body: { error: { message: "x", code: "context_length_exceeded" } } },
      { exit_reason: "token_limit" },
    ],
    ["key", { fault: "status", status: 401, body: { error: { message: "no" } } }, { outcome: "infra_error", reward: null }],
  ];
  for (const [name, failure, expected] of failures) {
    await using server = await startChatServer({ replies: () => failure });
    const { rows } = await run(name, "--llm_name openai/m --infra_retries 0", { LLM_BASE_URL: server.url });
    expect(rows).toMatchObject([expected]);
  }
});
