import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createDockerProvider } from "@swe/runtime-docker";
import { ensureBaseImage, startChatServer } from "@swe/testing";
import { expect, it } from "vitest";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
const key = "sk-planted-0123456789";

function dockerfile(image: string, place: string): string {
  const identity = "ENV GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org";
  return `FROM ${image}\n${identity}\nWORKDIR ${place}\nRUN git init -q && echo bug > code.txt && git add -A && git commit -q -m one\n`;
}

it("asks an OpenAI-compatible endpoint over the wire, by the name as given, and lets the key into no file", async () => {
  const image = await ensureBaseImage();
  const folder = mkdtempSync(join(tmpdir(), "endpoint-"));
  const id = `endpoint-${process.pid}`;
  const script = 'cd /testbed\ngrep -q fix code.txt\nrc=$?\necho "OMNIGRIL_EXIT_CODE=$rc"\n';
  const patch = "diff --git a/code.txt b/code.txt\n--- a/code.txt\n+++ b/code.txt\n@@ -1 +1 @@\n-bug\n+fix\n";
  const row = { instance_id: id, repo: "o/r", dockerfile: dockerfile(image, "/testbed/nested"), eval_script: script, patch, big: 1 };
  // A number token that a JSON round trip would change.
  writeFileSync(join(folder, "rows.jsonl"), `${JSON.stringify(row).replace('"big":1', '"big":12345678901234567890.0')}\n`);
  await using server = await startChatServer({
    replies: [
      { fault: "status", status: 429, headers: { "retry-after": "0" } },
      { content: JSON.stringify({ dockerfile: dockerfile(image, "/testbed") }), usage: { input: 100, output: 10, cost: 0.25 } },
      { content: JSON.stringify({ needs_revision: false, feedback: "" }), usage: { input: 100, output: 10, cost: 0.25 } },
      { content: JSON.stringify({ eval_script: "<None>" }), usage: { input: 100, output: 10, cost: 0.25 } },
    ],
  });
  try {
    const flags = [
      "--input",
      join(folder, "rows.jsonl"),
      "--output",
      join(folder, "out"),
      "--model_name",
      "vendor/some-model:free",
      "--json",
    ];
    const child = spawn(process.execPath, ["--conditions=@swe/source", main, ...flags], {
      env: { PATH: process.env["PATH"], OPENROUTER_API_KEY: key, OPENROUTER_API_BASE_URL: server.url, OPENAI_API_KEY: "sk-other" },
    });
    let stdout = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    const [code] = (await once(child, "close")) as [number];

    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string; summary?: object });
    expect(events.at(-1)).toMatchObject({ type: "result", summary: { total: 1, succeeded: 1, total_cost: 0.75, total_input_tokens: 300 } });
    expect(code).toBe(0);
    expect(server.requests.map((request) => request.body.model)).toEqual(Array(4).fill("vendor/some-model:free"));
    expect(server.requests[0]?.headers["authorization"]).toBe(`Bearer ${key}`);
    expect(readFileSync(join(folder, "out", "rows_transferred.json"), "utf8")).toContain('"big":12345678901234567890.0');
    const files = globSync("**/*", { cwd: join(folder, "out"), withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(20);
    const texts = [stdout, ...files.map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))];
    expect(texts.filter((text) => text.includes(key))).toEqual([]);
  } finally {
    await using provider = createDockerProvider({ owner: { runId: id } });
    await provider.removeImage(`${id}_swefactory_root`, { force: true });
    rmSync(folder, { recursive: true, force: true });
  }
});
