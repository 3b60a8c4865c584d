import { createBudget } from "@swe/batch";
import {
  ContextLengthError,
  type DatasetEntry,
  EngineUnavailableError,
  ImageBuildError,
  ModelAuthError,
  ModelRequestError,
  ModelUnavailableError,
} from "@swe/core";
import { createScriptedModel, type MemoryProvider, type ScriptedModel } from "@swe/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { createFakeEngine, type FakeEngineOptions } from "../../test/fake-engine.ts";
import { fakeProver } from "../../test/fake-prover.ts";
import { type EntryFacts, makeEntry } from "../../test/make-entry.ts";
import { transferInstance, type TransferInstanceOptions, type TransferRecord } from "../index.ts";

const clean = JSON.stringify({ needs_revision: false, feedback: "" });
const keepScript = JSON.stringify({ eval_script: "<None>", notes: "fits" });
const draftOf = (words: string): string =>
  JSON.stringify({ dockerfile: `FROM base:1\nRUN echo ${words}\n`, eval_script: "<None>", notes: words });

let files: Map<string, string>;
let provider: MemoryProvider;
beforeEach(() => {
  files = new Map();
});

interface Setup extends EntryFacts, FakeEngineOptions {
  readonly replies?: readonly string[] | ScriptedModel | undefined;
  readonly options?: Partial<TransferInstanceOptions> | undefined;
}

function modelOf(replies: Setup["replies"]): ScriptedModel {
  return replies === undefined || Array.isArray(replies)
    ? createScriptedModel((replies as string[] | undefined) ?? [])
    : (replies as ScriptedModel);
}

async function transfer({ replies, options, onBuild, ...facts }: Setup): Promise<{ record: TransferRecord; model: ScriptedModel }> {
  const model = modelOf(replies);
  provider = createFakeEngine({ onBuild });
  const entry: DatasetEntry = makeEntry(facts);
  const artifacts = {
    write: async (name: string, content: string | Uint8Array) => void files.set(name, String(content)),
    append: async (name: string, text: string) => void files.set(name, (files.get(name) ?? "") + text),
  };
  const record = await transferInstance({ entry, model, provider, prover: fakeProver, artifacts, runId: "r1", ...options });
  return { record, model };
}

const lastRequest = (model: ScriptedModel, index: number): string => model.calls[index]?.messages.at(-1)?.content ?? "";

describe("without a model call", () => {
  it("transfers a baseline that passes every check", async () => {
    const { record, model } = await transfer({});
    expect(record).toMatchObject({
      outcome: "transferred",
      exit_reason: "baseline",
      docker_image: "owner__repo-1_swefactory_root",
      before_exit_code: 1,
      after_exit_code: 0,
      network: "none",
      model_calls: 0,
      cost: 0,
    });
    expect(model.calls).toHaveLength(0);
    expect(record.dockerfile).toContain("sealing layers");
    expect(files.get("Dockerfile")).toBe(record.dockerfile);
    expect(files.get("Dockerfile_original")).not.toContain("sealing layers");
    expect([...provider.images.keys()]).toEqual(["owner__repo-1_swefactory_root"]);
  });

  it.each([
    ["HANG", "timeout"],
    ["VACUOUS", "passes_without_patch"],
    ["FLAKY", "flaky"],
  ])("fails a script that is %s at once, since no environment can help", async (script, exitReason) => {
    const { record, model } = await transfer({ script });
    expect(record).toMatchObject({ outcome: "failed", exit_reason: exitReason, dockerfile: null });
    expect(model.calls).toHaveLength(0);
    expect([...provider.images.keys()]).toEqual([]);
  });

  it("finds out that the tests need a network", async () => {
    expect((await transfer({ script: "NEEDS_NETWORK" })).record).toMatchObject({ outcome: "transferred", network: "bridge" });
  });

  it("accepts passing tests alone when asked to, or when there is no gold patch", async () => {
    const options = { settings: { validate: "pass" as const } };
    expect((await transfer({ script: "VACUOUS", options })).record.outcome).toBe("transferred");
    expect((await transfer({ script: "VACUOUS", patch: " " })).record.outcome).toBe("transferred");
  });
});

describe("with a model", () => {
  it("gets from prose over broken JSON, a broken build and a nested repository to success", async () => {
    const replies = [
      "I would move the repository.",
      '{"dockerfile": "FROM base:1',
      draftOf("BROKEN"),
      clean,
      keepScript,
      draftOf("NESTED"),
      clean,
      keepScript,
      draftOf("right"),
      clean,
      keepScript,
    ];
    const { record, model } = await transfer({ dockerfile: "NESTED", replies });
    expect(record).toMatchObject({ outcome: "transferred", exit_reason: "validated", iterations: 3, model_calls: 11 });
    expect(lastRequest(model, 0)).toContain("There is a repository at /testbed/project");
    expect(lastRequest(model, 1)).toContain("no JSON object");
    expect(lastRequest(model, 2)).toContain("JSON is broken");
    expect(lastRequest(model, 5)).toContain("make: *** no rule");
    expect(lastRequest(model, 7)).toContain("make: *** no rule");
    expect(lastRequest(model, 8)).toContain("top level is /testbed itself");
    expect(record.dockerfile).toContain("RUN echo right");
    const calls = ["responses/iteration_1.jsonl", "responses/iteration_2.jsonl", "responses/iteration_3.jsonl"].flatMap((name) =>
      (files.get(name) ?? "")
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as { call_index: number; purpose: string }),
    );
    expect(calls.map((call) => call.call_index)).toEqual([...Array(11).keys()]);
    expect(calls.map((call) => call.purpose).slice(0, 5)).toEqual(["draft", "draft", "draft", "self_check", "eval_review"]);
  });

  it("gives up after the iterations that it has, with the last reason", async () => {
    const replies = [draftOf("JUNK"), clean, keepScript, draftOf("JUNK"), clean, keepScript];
    const { record } = await transfer({ dockerfile: "JUNK", replies, options: { settings: { maxIterations: 2 } } });
    expect(record).toMatchObject({ outcome: "failed", exit_reason: "max_iterations", iterations: 2 });
    expect(record.reason).toContain("hygiene");
    expect(files.get("iteration_2/findings.md")).toContain("junk.txt");
  });

  it("does not build what the reviewer keeps refusing, and tells the model why", async () => {
    const refused = JSON.stringify({ needs_revision: true, feedback: "WORKDIR is missing" });
    const replies = [draftOf("one"), refused, draftOf("two"), refused, draftOf("three"), clean, keepScript];
    const { record, model } = await transfer({ dockerfile: "NESTED", replies });
    expect(record).toMatchObject({ outcome: "transferred", iterations: 2 });
    expect(provider.builds).toHaveLength(2);
    expect(lastRequest(model, 2)).toContain("WORKDIR is missing");
    expect(lastRequest(model, 4)).toContain("was not built");
  });

  it("puts the test patch back into a rewritten script", async () => {
    const script =
      "cd /testbed\ngit apply -v - <<'EOF_114329324912'\n[CONTENT_OF_TEST_PATCH]\nEOF_114329324912\npython3 -m other\necho OMNIGRIL_EXIT_CODE=$?\n";
    const replies = [draftOf("right"), clean, JSON.stringify({ eval_script: script, notes: "" })];
    const { record } = await transfer({ dockerfile: "NESTED", replies });
    expect(record.eval_script).toContain("diff --git a/test.py b/test.py");
    expect(record.eval_script).toContain("python3 -m other");
  });

  it("keeps the original script when the answer lost the place of the test patch", async () => {
    const replies = [draftOf("right"), clean, JSON.stringify({ eval_script: "echo OMNIGRIL_EXIT_CODE=$?", notes: "" })];
    const { record } = await transfer({ dockerfile: "NESTED", replies });
    expect(record.eval_script).toBe(makeEntry().instance.evalScript);
    expect(files.get("instance.log")).toContain("lost the place of the test patch");
  });

  it.each(["pip install pytest", "echo OMNIGRIL_EXIT_CODE=0", "curl -O x"])("refuses a script that does `%s`", async (line) => {
    const script = `git apply - <<'EOF_114329324912'\n[CONTENT_OF_TEST_PATCH]\nEOF_114329324912\n${line}\necho "OMNIGRIL_EXIT_CODE=$rc"\n`;
    const answer = JSON.stringify({ eval_script: script, notes: "" });
    const { record, model } = await transfer({ dockerfile: "NESTED", replies: [draftOf("right"), clean, answer, answer, keepScript] });
    expect(record).toMatchObject({ outcome: "transferred", model_calls: 5 });
    expect(lastRequest(model, 3)).toContain(line);
    expect(record.eval_script).not.toContain(line);
  });

  it("asks the model first when told so", async () => {
    const options = { settings: { alwaysDraft: true } };
    const { record } = await transfer({ replies: [JSON.stringify({ dockerfile: "<None>" }), clean, keepScript], options });
    expect(record).toMatchObject({ outcome: "transferred", exit_reason: "validated", iterations: 1, model_calls: 3 });
    expect(files.has("responses/iteration_0.jsonl")).toBe(true);
  });
});

describe("when something else breaks", () => {
  it.each([
    ["the engine", new EngineUnavailableError({ message: "No engine." }), true],
    ["the registry", new ImageBuildError({ message: "No base image.", reason: "base_image_missing", log: "" }), false],
  ])("blames %s and nobody else", async (_who, error, isRetryable) => {
    const onBuild = (): void => {
      throw error;
    };
    const { record } = await transfer({ onBuild });
    expect(record).toMatchObject({ outcome: "infra_error", is_retryable: isRetryable });
    expect(record.reason).toContain(error.message);
  });

  it("blames the provider of the model for an outage", async () => {
    const replies = createScriptedModel([new ModelUnavailableError({ message: "429 for an hour.", attempts: 9 })]);
    const { record } = await transfer({ dockerfile: "NESTED", replies });
    expect(record).toMatchObject({ outcome: "infra_error", is_retryable: true, model_calls: 1 });
    expect(files.get("responses/iteration_1.jsonl")).toContain("429 for an hour.");
  });

  it.each([
    ["the key is refused", new ModelAuthError({ message: "as no other instance would fare better" })],
    ["there is no such model", new ModelRequestError({ message: "as no other instance would fare better", statusCode: 404 })],
  ])("stops the whole run when %s", async (_why, error) => {
    await expect(transfer({ dockerfile: "NESTED", replies: createScriptedModel([error]) })).rejects.toThrow(error.message);
  });

  it("fails, without blaming the infrastructure, when even the first request is too long", async () => {
    const replies = createScriptedModel([new ContextLengthError({ message: "Too long.", statusCode: 400 })]);
    const { record } = await transfer({ replies, options: { settings: { alwaysDraft: true } } });
    expect(record).toMatchObject({ outcome: "failed", exit_reason: "context_length" });
  });

  it("counts what replies cost that were thrown away, in the record, in the file of the call and against the ceiling", async () => {
    const costly = (content: string) => ({ content, cost: 0.125, discardedCosts: [0.5], usage: { inputTokens: 1, outputTokens: 1 } });
    const budget = createBudget();
    const replies = createScriptedModel([costly(draftOf("x")), costly('{"needs_revision": false}'), costly('{"eval_script": "<None>"}')]);
    const { record } = await transfer({ dockerfile: "NESTED", replies, options: { budget } });
    expect(record).toMatchObject({ outcome: "transferred", model_calls: 3, cost: 1.875, input_tokens: null });
    expect(budget.cost).toBe(1.875);
    const [first = "{}"] = (files.get("responses/iteration_1.jsonl") ?? "").split("\n");
    expect(JSON.parse(first)).toMatchObject({ cost: 0.125, discarded: [{ cost: 0.5 }] });
  });

  it("makes no call over the ceiling", async () => {
    const budget = createBudget({ maxCost: 1 });
    const replies = createScriptedModel([{ content: draftOf("NESTED"), cost: 2 }]);
    await expect(transfer({ dockerfile: "NESTED", replies, options: { budget } })).rejects.toThrow("The run has used");
    expect(replies.calls).toHaveLength(1);
  });

  it("removes the images that a killed driver has left", async () => {
    let left = "";
    const onBuild = async ({ tag }: { readonly tag: string }): Promise<void> => {
      left = tag.replace(/0$/, "3");
      await provider.tagImage("base:1", left);
      throw new Error("as if killed here");
    };
    const model = createScriptedModel([]);
    provider = createFakeEngine({ onBuild });
    const options = { entry: makeEntry(), model, provider, prover: fakeProver, runId: "r1" };
    await transferInstance(options);
    expect([...provider.images.keys()]).toEqual([left]);
    const again = createFakeEngine();
    await again.tagImage("base:1", left);
    await transferInstance({ ...options, provider: again });
    expect([...again.images.keys()]).toEqual(["owner__repo-1_swefactory_root"]);
  });

  it("rejects when aborted, and leaves no image of a try behind", async () => {
    const controller = new AbortController();
    const replies = createScriptedModel(() => {
      controller.abort(new Error("stop"));
      return draftOf("x");
    });
    await expect(transfer({ dockerfile: "NESTED", replies, options: { abortSignal: controller.signal } })).rejects.toThrow("stop");
    expect([...provider.images.keys()]).toEqual([]);
    expect(JSON.parse(files.get("status.json") ?? "")).toMatchObject({ status: "cancelled", phase: "iteration 1: draft", model_calls: 1 });
    expect(files.get("instance.log")).toMatch(/cancelled \(iteration 1: draft\): stopped\n$/);
    expect(files.has("summary.json")).toBe(false);
  });
});
