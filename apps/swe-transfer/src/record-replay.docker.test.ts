import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDockerProvider } from "@swe/runtime-docker";
import { ensureBaseImage, startChatServer } from "@swe/testing";
import { expect, it } from "vitest";
import { runInProcess } from "../test/run-cli.ts";

const key = "sk-planted-9876543210";

function dockerfile(image: string, place: string): string {
  const identity = "ENV GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org";
  return `FROM ${image}\n${identity}\nWORKDIR ${place}\nRUN git init -q && echo bug > code.txt && git add -A && git commit -q -m one\n`;
}

it("records every exchange and plays it again without an endpoint", async () => {
  const image = await ensureBaseImage();
  const folder = mkdtempSync(join(tmpdir(), "record-"));
  const id = `record-${process.pid}`;
  const script = 'cd /testbed\ngrep -q fix code.txt\nrc=$?\necho "OMNIGRIL_EXIT_CODE=$rc"\n';
  const patch = "diff --git a/code.txt b/code.txt\n--- a/code.txt\n+++ b/code.txt\n@@ -1 +1 @@\n-bug\n+fix\n";
  const row = { instance_id: id, repo: "o/r", dockerfile: dockerfile(image, "/testbed/nested"), eval_script: script, patch };
  writeFileSync(join(folder, "rows.json"), JSON.stringify([row]));
  const usage = { input: 100, output: 10, cost: 0.25 };
  await using server = await startChatServer({
    replies: [
      { content: JSON.stringify({ dockerfile: dockerfile(image, "/testbed") }), usage },
      { content: JSON.stringify({ needs_revision: false, feedback: "" }), usage },
      { content: JSON.stringify({ eval_script: "<None>" }), usage },
    ],
  });
  const run = (output: string, ...flags: string[]): ReturnType<typeof runInProcess> =>
    runInProcess(["--input", join(folder, "rows.json"), "--output", join(folder, output), ...flags, "--repeat-eval", "1", "--json"], {
      OPENROUTER_API_KEY: key,
      OPENROUTER_API_BASE_URL: server.url,
    });
  const result = ({ stdout }: { readonly stdout: string }): unknown => JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
  try {
    const recording = join(folder, "recording");
    const first = await run("first", "--model_name", "some/model", "--record", recording, "--max-llm-calls", "1");
    expect(result(first)).toMatchObject({ summary: { succeeded: 1, total_cost: 0.75 } });
    expect(server.requests).toHaveLength(3);
    const files = globSync("**/*", { cwd: recording, withFileTypes: true }).filter((entry) => entry.isFile());
    const texts = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
    expect(texts.join("").trimEnd().split("\n")).toHaveLength(3);
    expect(texts.join("")).not.toContain(key);

    const again = await run("again", "--model_name", `replay:${recording}`);
    expect(result(again)).toMatchObject({ summary: { succeeded: 1, total_cost: 0.75 } });
    expect(server.requests).toHaveLength(3);
    const transferred = (output: string): unknown => {
      const [entry] = JSON.parse(readFileSync(join(folder, output, "rows_transferred.json"), "utf8")) as { dockerfile: string }[];
      return entry?.dockerfile;
    };
    expect(transferred("again")).toEqual(transferred("first"));
  } finally {
    await using provider = createDockerProvider({ owner: { runId: id } });
    await provider.removeImage(`${id}_swefactory_root`, { force: true });
    rmSync(folder, { recursive: true, force: true });
  }
});
