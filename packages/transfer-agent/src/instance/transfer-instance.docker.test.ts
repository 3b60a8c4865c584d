import type { SandboxProvider } from "@swe/core";
import { createDockerProvider } from "@swe/runtime-docker";
import { createScriptedModel, ensureSampleImage } from "@swe/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { recordedReplies, sampleEntries } from "../../test/sample.ts";
import { imageNameFor, transferInstance } from "../index.ts";

let provider: SandboxProvider;
const runId = `transfer-test-${process.pid}`;

beforeAll(async () => {
  await ensureSampleImage();
  provider = createDockerProvider({ owner: { runId } });
});
afterAll(() => provider[Symbol.asyncDispose]());

it("ends in success after prose, broken JSON, a broken build and a nested repository", async () => {
  const [entry] = sampleEntries("quillworks__spanset-24");
  const image = imageNameFor(entry?.instance.instanceId ?? "");
  const recorded = recordedReplies("quillworks__spanset-24");
  const broken = JSON.stringify({ dockerfile: `${entry?.instance.dockerfile}RUN make-it-so\n`, eval_script: "<None>", notes: "" });
  const nested = JSON.stringify({ dockerfile: entry?.instance.dockerfile, eval_script: "<None>", notes: "" });
  const clean = JSON.stringify({ needs_revision: false, feedback: "" });
  const keep = JSON.stringify({ eval_script: "<None>", notes: "" });
  const replies = ["First, I would look around.", '{"dockerfile": "FROM', broken, clean, keep, nested, clean, keep, ...recorded];
  const model = createScriptedModel(replies);
  const log: string[] = [];
  const artifacts = { write: async () => undefined, append: async (name: string, text: string) => void log.push(`${name}: ${text}`) };
  try {
    if (entry === undefined) throw new Error("The sample has changed.");
    const record = await transferInstance({ entry, model, provider, artifacts, runId, settings: { evalTimeoutMs: 60_000 } });
    expect(record.reason).toBeNull();
    expect(record).toMatchObject({ outcome: "transferred", iterations: 3, network: "none", evidence: "tests", after_exit_code: 0 });
    expect(record.fail_to_pass).toContain("tests/test_parse.py::test_parses_negative_bounds");
    expect(record.pass_to_pass?.length).toBeGreaterThan(0);

    const asked = model.calls.map((call) => call.messages.at(-1)?.content ?? "");
    expect(asked[0]).toContain("There is a repository at /testbed/spanset");
    expect(asked[1]).toContain("no JSON object");
    expect(asked[2]).toContain("JSON is broken");
    expect(asked[5]).toContain("make-it-so");
    expect(asked[8]).toContain("There is a repository at /testbed/spanset");
    expect(log.filter((line) => line.startsWith("responses/iteration_"))).toHaveLength(replies.length);
    expect(await provider.inspectImage(image)).toMatchObject({ imageId: record.image_id });
  } finally {
    await provider.removeImage(image, { force: true });
  }
});

it("finds tools that a login shell does not see", async () => {
  const [entry] = sampleEntries("quillworks__spanset-21");
  const { checkImage } = await import("../index.ts");
  const image = `swe-test-toolchain-${process.pid}`;
  await provider.buildImage({
    tag: image,
    dockerfile:
      "FROM swe-sample-repos:1\nRUN mkdir -p /opt/tools && ln -s /usr/bin/python3 /opt/tools/python3.99\nENV PATH=/opt/tools:$PATH\n",
  });
  try {
    const evalScript = entry?.instance.evalScript.replace("python3 -m", "python3.99 -m") ?? "";
    const report = await checkImage({ provider, image, baseCommit: undefined, evalScript, maxPatchChars: 1 });
    expect(report.checks.find((check) => check.id === "toolchain")).toMatchObject({
      ok: false,
      evidence: expect.stringContaining("python3.99: bash -lc finds not found, bash -c finds /opt/tools/python3.99") as string,
    });
  } finally {
    await provider.removeImage(image, { force: true });
  }
});
