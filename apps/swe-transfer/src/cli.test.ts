import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type CliResult, runInProcess } from "../test/run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "cli-"));
const row = { instance_id: "owner__repo-1", repo: "owner/repo", dockerfile: "FROM base:1\n", eval_script: "true\n" };

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function input(content: unknown): string {
  const path = join(folder, `input-${Math.random().toString(36).slice(2)}.json`);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

/** With an engine that is not there, so that nothing can start by accident. */
function run(argv: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<CliResult> {
  return runInProcess(argv, { DOCKER_HOST: `unix://${folder}/no-engine.sock`, OPENROUTER_API_KEY: "k", ...environment });
}

const required = (path: string): string[] => ["--input", path, "--output", join(folder, "out"), "--model_name", "some/model"];

describe("wrong input", () => {
  it.each([
    [[], "Missing required arguments: input, output, model-name"],
    [["--model_nam", "x"], "Unknown argument: --model-nam. Did you mean --model-name?"],
    [["--input"], "Not enough arguments following: input"],
    [[...required("x"), "--retry", "all"], "retry"],
    [[...required("x"), "--max_workers", "0"], "--max-workers expects a whole number from 1, got 0."],
    [[...required("x"), "--eval-timeout", "soon"], "--eval-timeout expects a number"],
    [[...required("x"), "--min-free-disk", "much"], '--min-free-disk expects a size like 20G, got "much".'],
    [["--input", "x", "--output", "", "--model_name", "m"], "--output is empty."],
    [[...required("x"), "--push", "http://registry/x"], '--push expects a registry and a prefix, got "http://registry/x".'],
    [["clean", "--rum", "x"], "Did you mean --run?"],
  ])("%j is refused with a message", async (argv, message) => {
    const result = await run(argv);
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toContain("    at ");
  });

  it.each([
    ["{", "JSON"],
    [[], "no "],
    [[{ ...row, dockerfile: undefined }], '"dockerfile"'],
    [[{ ...row, eval_script: 7 }], '"eval_script"'],
    [[row, row], "owner__repo-1"],
    [[{ ...row, instance_id: "../up" }], "../up"],
    [[row, { ...row, instance_id: "b-2", repo: undefined }], '"repo"'],
  ])("the file %j is refused, naming what is wrong", async (content, message) => {
    const result = await run(required(input(content)));
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(message);
    expect(existsSync(join(folder, "out"))).toBe(false);
  });

  it("names a file that is missing", async () => {
    expect(await run(required("/no/such/file.json"))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("/no/such/file.json") as string,
    });
  });

  it("names the variable of a missing key, after looking at the input", async () => {
    const missing = await run(required(input([row])), { OPENROUTER_API_KEY: "" });
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining("OPENROUTER_API_KEY") as string });
    const both = await run(required("/no/such/file.json"), { OPENROUTER_API_KEY: "" });
    expect(both.stderr).toContain("/no/such/file.json");
  });

  it("names a variable that is not a number", async () => {
    expect((await run(required(input([row])), { MAX_PATCH_CHARS: "lots" })).stderr).toContain(
      'MAX_PATCH_CHARS expects a number, got "lots"',
    );
  });

  it("says at once, and before anything is written, that no engine answers", async () => {
    const result = await run([...required(input([row])), "--model_name", `scripted:${folder}`]);
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr).toContain("no-engine.sock");
    expect(existsSync(join(folder, "out"))).toBe(false);
  });

  it("lets the good entries of a mixed file through when lenient", async () => {
    const mixed = [row, { ...row, instance_id: "b-2", dockerfile: 1 }];
    expect((await run([...required(input(mixed)), "--lenient"])).stderr).toContain("no-engine.sock");
  });
});

it("prints its help", async () => {
  const result = await run(["--help"]);
  expect(result).toMatchObject({ code: 0, stderr: "" });
  for (const flag of ["--input", "--eval-timeout", "--skip-existing", "OPENROUTER_API_KEY", "clean"]) expect(result.stdout).toContain(flag);
});
