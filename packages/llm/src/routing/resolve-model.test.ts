import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { createAnthropicModel } from "../anthropic/index.ts";
import { createModel, resolveModel } from "../index.ts";
import { createOpenAiModel } from "../openai/index.ts";
import { revealKey } from "../api-key.ts";
import { routeModel } from "./route-model.ts";

const keys = {
  OPENAI_API_KEY: "key-of-openai",
  ANTHROPIC_API_KEY: "key-of-anthropic",
  OPENROUTER_API_KEY: "key-of-openrouter",
  DEEPSEEK_API_KEY: "key-of-deepseek",
  GEMINI_API_KEY: "key-of-gemini",
};
const local = "http://127.0.0.1:8000/v1";
const openRouterUrl = "https://openrouter.ai/api/v1";

interface Row {
  readonly name: string;
  readonly env: Record<string, string>;
  readonly sends: string;
  readonly to: string;
  readonly key: string | undefined;
}

function resolved({ name, env }: Pick<Row, "name" | "env">, routing: "litellm" | "verbatim" = "litellm"): Omit<Row, "name" | "env"> {
  const target = resolveModel(name, env, { routing });
  const route = routeModel({ name, routing, baseUrl: target.baseUrl });
  return { sends: route.model, to: route.baseUrl, key: revealKey(target.apiKey) };
}

describe("names in LiteLLM style", () => {
  it.each<Row>([
    { name: "openai/gpt-4o-mini", env: keys, sends: "gpt-4o-mini", to: "https://api.openai.com/v1", key: "key-of-openai" },
    { name: "gpt-4o", env: keys, sends: "gpt-4o", to: "https://api.openai.com/v1", key: "key-of-openai" },
    { name: "anthropic/claude-x", env: keys, sends: "claude-x", to: "https://api.anthropic.com", key: "key-of-anthropic" },
    { name: "openrouter/qwen/qwen3", env: keys, sends: "qwen/qwen3", to: openRouterUrl, key: "key-of-openrouter" },
    { name: "deepseek/deepseek-chat", env: keys, sends: "deepseek-chat", to: "https://api.deepseek.com/v1", key: "key-of-deepseek" },
    {
      name: "gemini/gemini-2.5-pro",
      env: { GOOGLE_API_KEY: "key-of-google" },
      sends: "gemini-2.5-pro",
      to: "https://generativelanguage.googleapis.com/v1beta/openai",
      key: "key-of-google",
    },
    { name: "ollama/qwen3:8b", env: keys, sends: "qwen3:8b", to: "http://localhost:11434/v1", key: undefined },
    { name: "ollama/qwen3", env: { OLLAMA_API_BASE: "http://gpu:11434" }, sends: "qwen3", to: "http://gpu:11434/v1", key: undefined },
    { name: "hosted_vllm/Qwen/Qwen3", env: { ...keys, HOSTED_VLLM_API_BASE: local }, sends: "Qwen/Qwen3", to: local, key: undefined },
    {
      name: "azure/my-deployment",
      env: { AZURE_API_BASE: "https://res.openai.azure.com", AZURE_API_KEY: "key-of-azure" },
      sends: "my-deployment",
      to: "https://res.openai.azure.com",
      key: "key-of-azure",
    },
  ])("$name -> $to", ({ name, env, sends, to, key }) => {
    expect(resolved({ name, env })).toEqual({ sends, to, key });
  });
});

describe("LLM_BASE_URL", () => {
  it.each<Row>([
    // The provider's own key first, then OpenRouter's, then none.
    { name: "openai/m", env: { ...keys, LLM_BASE_URL: local }, sends: "m", to: local, key: "key-of-openai" },
    {
      name: "openai/m",
      env: { OPENROUTER_API_KEY: "key-of-openrouter", LLM_BASE_URL: local },
      sends: "m",
      to: local,
      key: "key-of-openrouter",
    },
    { name: "openai/m", env: { LLM_BASE_URL: `${local}/` }, sends: "m", to: local, key: undefined },
    { name: "anthropic/m", env: { LLM_BASE_URL: local }, sends: "m", to: "http://127.0.0.1:8000", key: undefined },
    // A known address gets its owner's key and the names its owner knows.
    {
      name: "openai/gpt-4o-mini",
      env: { ...keys, LLM_BASE_URL: openRouterUrl },
      sends: "openai/gpt-4o-mini",
      to: openRouterUrl,
      key: "key-of-openrouter",
    },
    {
      name: "gpt-4o-mini",
      env: { ...keys, LLM_BASE_URL: openRouterUrl },
      sends: "openai/gpt-4o-mini",
      to: openRouterUrl,
      key: "key-of-openrouter",
    },
    { name: "gemini/g", env: { ...keys, LLM_BASE_URL: openRouterUrl }, sends: "google/g", to: openRouterUrl, key: "key-of-openrouter" },
    { name: "openrouter/z/m", env: { ...keys, LLM_BASE_URL: openRouterUrl }, sends: "z/m", to: openRouterUrl, key: "key-of-openrouter" },
  ])("$name with %o", ({ name, env, sends, to, key }) => {
    expect(resolved({ name, env })).toEqual({ sends, to, key });
  });

  it("never lends a key to another provider's address", () => {
    const env = { OPENROUTER_API_KEY: "key-of-openrouter", LLM_BASE_URL: "https://api.openai.com/v1" };
    expect(() => resolveModel("openai/m", env)).toThrow(/OPENAI_API_KEY is not set/);
    expect(() => resolveModel("openai/m", { ...env, LLM_BASE_URL: "https://API.openai.com./v1" })).toThrow(/OPENAI_API_KEY is not set/);
    const other = { OPENAI_API_KEY: "key-of-openai", LLM_BASE_URL: openRouterUrl };
    expect(() => resolveModel("openai/m", other)).toThrow(/OPENROUTER_API_KEY is not set/);
    expect(() => resolveModel("openai/m", { OPENAI_API_KEY: "k", OPENAI_BASE_URL: "https://eu.api.openai.com/v1" })).not.toThrow();
  });
});

describe("verbatim routing", () => {
  it.each<Row>([
    { name: "openai/gpt-4o-mini", env: keys, sends: "openai/gpt-4o-mini", to: openRouterUrl, key: "key-of-openrouter" },
    {
      name: "m",
      env: { ...keys, OPENROUTER_API_BASE_URL: local, OPENAI_BASE_URL: "http://other" },
      sends: "m",
      to: local,
      key: "key-of-openrouter",
    },
    { name: "m", env: { OPENAI_API_KEY: "key-of-openai", OPENROUTER_API_BASE_URL: local }, sends: "m", to: local, key: undefined },
    { name: "a/b", env: { OPENAI_API_KEY: "key-of-openai" }, sends: "a/b", to: "https://api.openai.com/v1", key: "key-of-openai" },
    { name: "a/b", env: { OPENAI_BASE_URL: local }, sends: "a/b", to: local, key: undefined },
  ])("$name -> $to", ({ name, env, sends, to, key }) => {
    expect(resolved({ name, env }, "verbatim")).toEqual({ sends, to, key });
  });

  it("names the variables of its own stage when the key is missing", () => {
    const ask = (): unknown => resolveModel("m", { ANTHROPIC_API_KEY: "x" }, { routing: "verbatim" });
    expect(ask).toThrow(
      expect.objectContaining({ code: "model_auth", remedy: expect.stringMatching(/OPENROUTER_API_KEY.*OPENROUTER_API_BASE_URL/) }),
    );
  });
});

describe("names and addresses of no use", () => {
  it.each([
    ["bedrock/anthropic.claude", {}, /not supported/, /openrouter/],
    ["vertex_ai/gemini", {}, /not supported/, /openrouter/],
    ["Qwen/Qwen3-Coder", {}, /Unknown provider "Qwen"/, /hosted_vllm\/Qwen\/Qwen3-Coder/],
    ["hosted_vllm/m", {}, /needs an address/, /HOSTED_VLLM_API_BASE/],
    ["openai/", {}, /lacks a name/, /openai\/MODEL/],
    ["", {}, /empty/, /gpt/],
    ["scripted:", {}, /names no folder/, /FOLDER/],
    ["openai/m", { LLM_BASE_URL: "localhost:8000" }, /http\(s\) URL/, /http:\/\//],
    ["openai/m", { LLM_BASE_URL: "http://user:secret-word@host/v1" }, /^((?!secret-word).)*$/, /API key/],
    ["openai/m", { LLM_BASE_URL: "http://host/v1?key=secret-word" }, /^((?!secret-word).)*$/, /API key/],
  ])("%s is refused with a remedy", (name, env, message, remedy) => {
    const error = expect.objectContaining({
      code: "input",
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(remedy),
    });
    expect(() => resolveModel(name, env)).toThrow(error);
  });

  it.each([
    ["openai/m", "OPENAI_API_KEY"],
    ["anthropic/m", "ANTHROPIC_API_KEY"],
    ["openrouter/m", "OPENROUTER_API_KEY"],
    ["gemini/m", "GEMINI_API_KEY or GOOGLE_API_KEY"],
  ])("a missing key of %s names %s", (name, variable) => {
    expect(() => resolveModel(name, { OPENAI_API_KEY: " ", OTHER_KEY: "x" })).toThrow(
      expect.objectContaining({ code: "model_auth", message: expect.stringContaining(variable) }),
    );
  });

  it("creating a model for a provider's own address without a key is refused at once", () => {
    expect(() => createModel({ name: "openai/m" })).toThrow(
      expect.objectContaining({ code: "model_auth", remedy: expect.stringContaining("OPENAI_API_KEY") }),
    );
    expect(() => createModel({ name: "openai/m", baseUrl: local })).not.toThrow();
  });
});

it.each(["sk-planted\nsecond line", "sk-planted\u0000", "sk\u2013planted"])(
  "refuses the key %j, which no header can hold, without telling it",
  async (apiKey) => {
    const refused = expect.objectContaining({
      code: "model_auth",
      message: expect.stringMatching(/^The key in OPENAI_API_KEY (?!.*planted)/s),
    });
    expect(() => createModel(resolveModel("openai/m", { OPENAI_API_KEY: apiKey }))).toThrow(refused);
    for (const create of [createOpenAiModel, createAnthropicModel]) {
      const model = create({ name: "m", baseUrl: local, apiKey, keyVariable: "OPENAI_API_KEY" });
      await expect(model.generate({ messages: [] })).rejects.toEqual(refused);
    }
  },
);

it("shows no key when it is printed or written as JSON", () => {
  const target = resolveModel("openai/m", { OPENAI_API_KEY: "sk-planted-secret" });
  for (const text of [JSON.stringify(target), inspect(target, { depth: 9, showHidden: true }), String(target.apiKey)]) {
    expect(text).not.toContain("planted");
  }
});

it("takes proxies from the record, with an empty text for what is not set", () => {
  const target = resolveModel("openai/m", { OPENAI_API_KEY: "k", https_proxy: "http://proxy:3128", NO_PROXY: "localhost" });
  expect(target.proxy).toEqual({ httpProxy: "", httpsProxy: "http://proxy:3128", noProxy: "localhost" });
});

it("takes a proxy without a scheme as an http one", () => {
  const target = resolveModel("openai/m", { OPENAI_API_KEY: "k", HTTPS_PROXY: "proxy:3128" });
  expect(target.proxy?.httpsProxy).toBe("http://proxy:3128");
});
