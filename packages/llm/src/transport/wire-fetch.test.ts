import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { startChatServer } from "@swe/testing";
import { describe, expect, it, vi } from "vitest";
import { createModel } from "../index.ts";
import { redact } from "./redact.ts";
import { readRetryAfter } from "./retry-after.ts";
import { createWireFetch } from "./wire-fetch.ts";

const messages = [{ role: "user", content: "x" }] as const;

async function listen(handler: RequestListener): Promise<AsyncDisposable & { readonly url: string; readonly server: Server }> {
  const server = createServer(handler).listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
  };
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, [Symbol.asyncDispose]: close };
}

describe("what the environment holds", () => {
  it.each(["openai/m", "anthropic/m"])("is not sent by %s", async (name) => {
    const variables = [
      "OPENAI_API_KEY",
      "OPENAI_ADMIN_KEY",
      "OPENAI_ORG_ID",
      "OPENAI_PROJECT_ID",
      "ANTHROPIC_API_KEY",
      "ANTHROPIC_AUTH_TOKEN",
    ];
    for (const variable of variables) vi.stubEnv(variable, "planted-in-the-environment");
    for (const variable of ["OPENAI_BASE_URL", "ANTHROPIC_BASE_URL", "HTTP_PROXY", "http_proxy"])
      vi.stubEnv(variable, "http://127.0.0.1:1/planted");
    for (const variable of ["OPENAI_CUSTOM_HEADERS", "ANTHROPIC_CUSTOM_HEADERS"]) {
      vi.stubEnv(variable, "X-Extra: planted\nAuthorization: Bearer planted\nx-api-key: planted");
    }
    const printed = (["log", "info", "warn", "error", "debug"] as const).map((level) => vi.spyOn(console, level));
    await using server = await startChatServer({ replies: ["a", "b"] });
    await createModel({ name, baseUrl: server.url, apiKey: "the-right-key" }).generate({ messages });
    await createModel({ name, baseUrl: server.url }).generate({ messages });
    const [withKey, without] = server.requests;
    expect(withKey?.headers["authorization"]).toBe("Bearer the-right-key");
    expect(without?.headers["authorization"]).toBeUndefined();
    expect(JSON.stringify(server.requests)).not.toContain("planted");
    for (const print of printed) expect(print).not.toHaveBeenCalled();
  });
});

describe("createWireFetch", () => {
  it("does not follow a redirect with the key", async () => {
    const seen: IncomingMessage[] = [];
    await using other = await listen((request, response) => {
      seen.push(request);
      response.end("{}");
    });
    await using server = await listen((_request, response) => response.writeHead(307, { location: `${other.url}/steal` }).end());
    const model = createModel({ name: "openai/m", baseUrl: server.url, apiKey: "the-key-itself" });
    await expect(model.generate({ messages })).rejects.toMatchObject({
      code: "model_request",
      message: expect.stringContaining(`${other.url}/steal`),
    });
    expect(seen).toHaveLength(0);
  });

  it("gives up on an answer that is too large", async () => {
    const fetch = createWireFetch({
      auth: {},
      secrets: [],
      maxAnswerBytes: 1_000,
      fetch: () => Promise.resolve(new Response("x".repeat(2_000))),
    });
    await expect(fetch("http://host/", {})).rejects.toThrow(/larger than 1000 bytes/);
  });

  it("sends through the proxy it is given, and past it where told so", async () => {
    const through: (string | undefined)[] = [];
    await using proxy = await listen((request, response) => {
      through.push(request.url);
      response.writeHead(502).end();
    });
    proxy.server.on("connect", (request, socket) => {
      through.push(request.url);
      socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    });
    await using server = await startChatServer({ replies: ["direct"] });
    const settings = { name: "openai/m", retry: { maxAttempts: 1 }, countTokens: false };
    const httpProxy = proxy.url;
    await expect(
      createModel({ ...settings, baseUrl: "http://model.invalid/v1", proxy: { httpProxy } }).generate({ messages }),
    ).rejects.toThrow(/could not be reached/);
    expect(through.join(" ")).toContain("model.invalid");
    const direct = createModel({ ...settings, baseUrl: server.url, proxy: { httpProxy, noProxy: "127.0.0.1" } });
    expect((await direct.generate({ messages })).message.content).toBe("direct");
  });

  it("asks Azure by deployment, with its own header and version", async () => {
    const asked: string[] = [];
    const fetch = (input: string, init: RequestInit): Promise<Response> => {
      asked.push(`${input} ${new Headers(init.headers).get("api-key")} ${new Headers(init.headers).get("authorization")}`);
      return Promise.resolve(Response.json({ choices: [{ message: { content: "ok" }, finish_reason: "stop" }] }));
    };
    const settings = { name: "azure/gpt", baseUrl: "https://res.openai.azure.com", apiKey: "azure-key", fetch, countTokens: false };
    await createModel(settings).generate({ messages });
    await createModel({ ...settings, apiVersion: "2024-10-21" }).generate({ messages });
    expect(asked).toEqual([
      "https://res.openai.azure.com/openai/v1/chat/completions azure-key null",
      "https://res.openai.azure.com/openai/deployments/gpt/chat/completions?api-version=2024-10-21 azure-key null",
    ]);
  });
});

describe("redact", () => {
  it("takes a secret out in the forms it has in JSON and URLs, and leaves placeholders alone", () => {
    const secret = 'se"cret/key+1';
    const text = `a ${secret} b ${JSON.stringify({ secret })} c ${encodeURIComponent(secret)}`;
    expect(redact(text, [secret])).toBe('a [redacted] b {"secret":"[redacted]"} c [redacted]');
    expect(redact("none of this", ["none"])).toBe("none of this");
  });
});

describe("readRetryAfter", () => {
  const now = Date.UTC(2026, 0, 1);
  it.each([
    [{ "retry-after": "2" }, 2_000],
    [{ "retry-after": "1.5" }, 1_500],
    [{ "retry-after": new Date(now + 90_000).toUTCString() }, 90_000],
    [{ "retry-after": new Date(now - 90_000).toUTCString() }, 0],
    [{ "retry-after-ms": "250", "retry-after": "9" }, 250],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": "" }, undefined],
    [{ "retry-after": "-5" }, 0],
    [{}, undefined],
  ])("%o is %s ms", (headers, expected) => {
    expect(readRetryAfter(new Headers(headers as Record<string, string>), now)).toBe(expected);
  });
});
