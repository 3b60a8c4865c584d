import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import * as anthropic from "./anthropic/index.ts";
import * as llm from "./index.ts";
import * as openai from "./openai/index.ts";
import * as replay from "./replay/index.ts";
import * as scripted from "./scripted/index.ts";

it("is what the README says", () => {
  expect(Object.keys(llm).toSorted()).toEqual([
    "ApiKey",
    "createLimiterPool",
    "createModel",
    "loadTokenCounter",
    "parsePriceTable",
    "requireModelFolder",
    "resolveModel",
    "withBudget",
  ]);
  expect([openai, anthropic, scripted, replay].flatMap((entry) => Object.keys(entry))).toEqual([
    "createOpenAiModel",
    "createAnthropicModel",
    "createScriptedModel",
    "createReplayModel",
  ]);
});

it("loads no SDK, HTTP client or tokenizer before a model is asked", async () => {
  const code = `
    const { registerHooks } = await import("node:module");
    const loaded = [];
    registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
    await import(process.argv[1]);
    process.stdout.write(loaded.join("\\n"));
  `;
  const entry = fileURLToPath(new URL("index.ts", import.meta.url));
  const args = ["--conditions=@swe/source", "--disable-warning=ExperimentalWarning", "--input-type=module", "-e", code, entry];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(stdout).toContain("create-model.ts");
  expect(stdout).not.toMatch(/node_modules\/(.*\/)?(openai|@anthropic-ai|undici|gpt-tokenizer)\//);
});
