import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type AttemptRecord,
  attemptRecordSchema,
  metadataSchema,
  rewardSummarySchema,
  runConfigSchema,
  trajectoryLineSchema,
} from "@swe/eval";
import { createDockerProvider } from "@swe/runtime-docker";
import { type ChatReply, type ChatRequest, type ChatServer, startChatServer } from "@swe/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerEntries, buildAnswerImage, secretGold, secretScript, secretTest } from "../test/answer-image.ts";
import { conversationFaults } from "../test/check-conversation.ts";
import { createFakeIo, type FakeIo } from "../test/fake-io.ts";
import { runCli } from "./run-cli.ts";

const nonce = randomBytes(4).toString("hex");
const image = `swe-run-answer-${nonce}:1`;
const provider = createDockerProvider({ owner: { runId: `readme-${nonce}` } });
const folder = mkdtempSync(join(tmpdir(), "swe-run-"));
const dataset = join(folder, "TRANSFERRED_DATASET.json");
const key = `sk-planted-${nonce}`;
let server: ChatServer;
/** Lets the agent write half of a repair and then never answers again. */
let waiting: ChatServer & { readonly isAsked: Promise<void> };

beforeAll(async () => {
  await buildAnswerImage(provider, image);
  writeFileSync(dataset, JSON.stringify(answerEntries(image, ["owner__answer-1", "owner__answer-2"])));
  server = await startChatServer({ replies: ({ body }) => reply(body) });
  const asked = Promise.withResolvers<void>();
  const half = await startChatServer({
    replies: (_request, index) => {
      if (index === 0) return "I act.\n\n```bash\necho half >>answer.py\n```";
      asked.resolve();
      return { fault: "silence" };
    },
  });
  waiting = { ...half, isAsked: asked.promise };
});
afterAll(async () => {
  await server.close();
  await waiting.close();
  await provider.removeImage(image, { force: true });
  await provider[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** Searches for what must be hidden, then repairs and commits, leaving an ignored file behind. */
const search = String.raw`grep -rlE 'HIDDEN_[A-Z]+_[0-9a-f]{4}' /testbed /etc /home /mnt /opt /root /run /srv /tmp /usr/local /var | wc -l | sed 's/^/leaks: /'`;
const repair =
  "sed -i s/41/42/ answer.py && mkdir -p __pycache__ && echo x >__pycache__/a.pyc && git -c user.email=a@b -c user.name=n commit -qam fix; echo repaired";

function reply({ messages = [], tools }: ChatRequest["body"]): ChatReply {
  const turn = messages.filter(({ role }) => role === "assistant").length;
  const command = [search, repair][turn];
  if (tools === undefined) return `I act.\n\n\`\`\`bash\n${command ?? "echo COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT"}\n\`\`\``;
  const isR2egym = tools.some((tool) => tool.function.name === "finish");
  if (command !== undefined) {
    const call = { name: "execute_bash", arguments: JSON.stringify({ [isR2egym ? "cmd" : "command"]: command }) };
    return { content: "I act.", toolCalls: [call] };
  }
  return {
    content: null,
    toolCalls: [isR2egym ? { name: "finish", arguments: '{"command":"submit"}' } : { name: "submit", arguments: "{}" }],
  };
}

interface Run {
  readonly io: FakeIo;
  readonly exitCode: number;
  readonly dir: string;
  readonly lines: (name: string) => unknown[];
}

async function run(dir: string, argv: readonly string[]): Promise<Run> {
  const io = createFakeIo(argv, { LLM_BASE_URL: server.url, OPENAI_API_KEY: key, OPENROUTER_API_KEY: `${key}-router` });
  const exitCode = await runCli(io);
  const lines = (name: string): unknown[] =>
    readFileSync(join(dir, name), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as unknown);
  return { io, exitCode, dir, lines };
}

/** A command of the user's document, typed as it stands there but for the program and the paths. */
function readmeCommand(name: string, fn: string, scaffold: string): readonly [string, readonly string[]] {
  const dir = join(folder, name);
  const typed = `runagent_multiple --dataset ${dataset} --split dev --k 1 --start_idx 0 --max_workers 5 --traj_dir ${dir} --exp_name ${name} --llm_name openai/gpt-4o-mini --use_fn_calling ${fn} --backend docker --scaffold ${scaffold}`;
  return [dir, typed.split(" ")];
}

describe("the commands of the user's document", () => {
  it.for([
    ["mini_swe_run", "False", "mini_swe_agent"],
    ["deepswe_run", "True", "r2egym"],
    ["live_swe_run", "False", "live_swe_agent"],
    ["openhands_run", "True", "openhands"],
  ] as const)("%s", async ([name, fn, scaffold]) => {
    const { exitCode, io, dir, lines } = await run(...readmeCommand(name, fn, scaffold));
    expect(`${String(exitCode)} ${io.err()}`).toMatch(/^0 /);

    const [row] = lines(`${name}.jsonl`).map((line): AttemptRecord => attemptRecordSchema.parse(line));
    expect(row).toMatchObject({
      instance_id: "owner__answer-1",
      reward: 1,
      reward_reason: "passed",
      exit_reason: "agent",
      evidence: "tests",
    });
    expect(row?.capture?.head_at_end).not.toBe(row?.capture?.head_at_start);
    expect(row?.trajectory_steps[0]?.observation).toContain("leaks: 0");
    const history = row?.history ?? [];
    expect(conversationFaults(history)).toEqual([]);

    const trajectories = lines("trajectories.jsonl").map((line) => trajectoryLineSchema.parse(line));
    const tools = server.requests.at(-1)?.body.tools;
    expect(trajectories).toEqual([fn === "True" ? { messages: history, tools } : history]);
    expect(lines("trajectories_rejection_sampling.jsonl")).toEqual(trajectories);

    const json = (...path: string[]): unknown => JSON.parse(readFileSync(join(dir, ...path), "utf8"));
    expect(rewardSummarySchema.parse(json("reward_summary.json"))).toMatchObject({
      total: 1,
      reward_1: { count: 1, instance_ids: ["owner__answer-1"] },
    });
    expect(runConfigSchema.parse(json("run_config.json")).images[image]?.image_id).toMatch(/^sha256:/);
    expect(metadataSchema.parse(json("owner__answer-1", "metadata.json"))).toMatchObject({
      reward: 1,
      repo: "owner/answer",
      issue_number: "1",
    });
    expect(readFileSync(join(dir, "owner__answer-1", "output_patch.diff"), "utf8")).toBe(row?.output_patch);
    expect(row?.output_patch).not.toContain("pycache");
    expect(readFileSync(join(dir, "owner__answer-1", "agent.log"), "utf8")).toContain("repaired");
    expect(readFileSync(join(dir, "owner__answer-1", "test_output.log"), "utf8")).toContain("OMNIGRIL_EXIT_CODE=0");
  });

  it("sends the key to the server and writes it nowhere", () => {
    expect(server.requests[0]?.headers["authorization"]).toBe(`Bearer ${key}`);
    const found = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .filter((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8").includes("sk-planted"));
    expect(found.map(({ name }) => name)).toEqual([]);
  });

  it("does nothing the second time, more with a larger --k, and refuses other settings", async () => {
    const [dir, argv] = readmeCommand("mini_swe_run", "False", "mini_swe_agent");
    const asked = server.requests.length;
    const before = readFileSync(join(dir, "mini_swe_run.jsonl"), "utf8");
    expect((await run(dir, argv)).exitCode).toBe(0);
    expect(server.requests).toHaveLength(asked);
    expect(readFileSync(join(dir, "mini_swe_run.jsonl"), "utf8")).toBe(before);

    const { io, exitCode } = await run(dir, [...argv, "--max-steps", "7"]);
    expect(exitCode).toBe(2);
    expect(io.err()).toContain("max_steps: 40 before, 7 now");
  });

  it("hands its patches to other systems", async () => {
    const [dir] = readmeCommand("mini_swe_run", "False", "mini_swe_agent");
    const { exitCode, lines } = await run(dir, ["export", "--traj-dir", dir, "--output", join(dir, "preds.jsonl")]);
    expect(exitCode).toBe(0);
    expect(lines("preds.jsonl")).toEqual([
      {
        instance_id: "owner__answer-1",
        model_name_or_path: "openai/gpt-4o-mini",
        model_patch: readFileSync(join(dir, "owner__answer-1", "output_patch.diff"), "utf8"),
      },
    ]);
  });

  it("grades the stored patches again", async () => {
    const [dir] = readmeCommand("deepswe_run", "True", "r2egym");
    writeFileSync(join(dir, "owner__answer-1", "output_patch.diff"), "");
    const { io, exitCode, lines } = await run(dir, ["regrade", "--traj-dir", dir]);
    expect(`${String(exitCode)} ${io.err()}`).toMatch(/^0 /);
    expect(io.out()).toContain("changed: owner__answer-1 attempt 0: 1 -> 0");
    expect(lines("deepswe_run.jsonl").map((line) => attemptRecordSchema.parse(line))).toMatchObject([
      {
        reward: 0,
        reward_reason: "empty_patch",
        earlier_verdicts: [{ reward: 1, reward_reason: "passed" }],
        ds: { patch: expect.stringContaining(secretGold) as string },
      },
    ]);
    expect(lines("trajectories_rejection_sampling.jsonl")).toEqual([]);
  });
});

it("grades predictions of others, one line each, and goes on where it ended", async () => {
  const gold = (answerEntries(image, ["x"])[0] as { readonly patch: string }).patch;
  const predictions = join(folder, "preds.jsonl");
  const output = join(folder, "graded", "grades.jsonl");
  const row = (instance_id: string, model: string, model_patch: string): string =>
    `${JSON.stringify({ instance_id, model_name_or_path: model, model_patch })}\n`;
  const all = [
    row("owner__answer-1", "gold", gold),
    row("owner__answer-1", "idle", ""),
    row("owner__answer-2", "gold", gold.replace("return 42", "return 43")),
  ];
  const argv = ["grade", "--dataset", dataset, "--predictions", predictions, "--output", output];
  writeFileSync(predictions, all.slice(0, 2).join(""));
  const started = await run(folder, argv);
  expect(`${String(started.exitCode)} ${started.io.err()}`).toMatch(/^0 /);
  const first = readFileSync(output, "utf8");
  writeFileSync(predictions, all.join(""));
  const { exitCode, lines } = await run(folder, argv);
  expect(exitCode).toBe(0);
  expect(readFileSync(output, "utf8").startsWith(first)).toBe(true);
  const verdicts = lines("graded/grades.jsonl") as readonly Record<string, unknown>[];
  expect(
    Object.fromEntries(
      verdicts.map((verdict) => [`${String(verdict["instance_id"])} ${String(verdict["model_name_or_path"])}`, verdict["reward_reason"]]),
    ),
  ).toEqual({
    "owner__answer-1 gold": "passed",
    "owner__answer-1 idle": "empty_patch",
    "owner__answer-2 gold": "tests_failed",
  });
});

describe("Ctrl-C", () => {
  const dir = join(folder, "stopped");
  const argv = `runagent_multiple --dataset ${dataset} --k 1 --traj_dir ${dir} --exp_name stopped --llm_name openai/gpt-4o-mini --scaffold mini_swe_agent --confirm none`;

  it("ends what runs within 10 seconds and keeps its patch", async () => {
    const io = createFakeIo(argv.split(" "), { LLM_BASE_URL: waiting.url });
    const running = runCli(io);
    await waiting.isAsked;
    const from = performance.now();
    io.interrupt();
    expect(await running).toBe(1);
    expect(performance.now() - from).toBeLessThan(10_000);
    expect(io.err()).toContain("stopped: SIGINT");
    expect(readFileSync(join(dir, "owner__answer-1", "output_patch.diff"), "utf8")).toContain("+half");
    expect(readFileSync(join(dir, "trajectories.jsonl"), "utf8")).toBe("");
  });

  it("does the attempt again when it goes on", async () => {
    const { exitCode, lines } = await run(dir, argv.split(" "));
    expect(exitCode).toBe(0);
    expect(lines("stopped.jsonl")).toMatchObject([{ instance_id: "owner__answer-1", reward: 1, exit_reason: "agent" }]);
  });
});

it("grades in the agent's container on demand", async () => {
  const dir = join(folder, "inside");
  const argv = `runagent --dataset ${dataset} --instance-id owner__answer-2 --traj-dir ${dir} --exp-name inside --llm-name openai/gpt-4o-mini --scaffold r2egym --grade-in agent`;
  const { exitCode, lines } = await run(dir, argv.split(" "));
  expect(exitCode).toBe(0);
  expect(lines("inside.jsonl")).toMatchObject([{ reward: 1, integrity: { flags: ["graded_in_agent_container"] } }]);
});

it("leaves no container behind", () => {
  const left = execFileSync("docker", ["ps", "-aq", "--filter", `ancestor=${image}`], { encoding: "utf8", timeout: 60_000 });
  expect(left).toBe("");
  expect([secretScript, secretTest].every((secret) => JSON.stringify(answerEntries(image, ["x"])).includes(secret))).toBe(true);
});
