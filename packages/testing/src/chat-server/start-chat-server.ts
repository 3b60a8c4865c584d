import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { ChatReply } from "./chat-reply.ts";
import type { ChatRequest } from "./chat-request.ts";
import { renderAnthropic, renderOpenAi } from "./render-reply.ts";
import { sendReply } from "./send-reply.ts";

export interface ChatServerSettings {
  /** Replies in order, or computed from the request. Past the end of a list the server answers 400. */
  readonly replies: readonly ChatReply[] | ((request: ChatRequest, index: number) => ChatReply | Promise<ChatReply>);
}

/** A server on the loopback that speaks chat completions (`/v1/chat/completions`) and Anthropic's messages (`/v1/messages`). */
export interface ChatServer extends AsyncDisposable {
  /** Base address with `/v1`, as an OpenAI-compatible client wants it. */
  readonly url: string;
  /** Requests so far, oldest first. */
  readonly requests: readonly ChatRequest[];
  /** Requests whose client went away before the answer was complete. */
  readonly cancelled: readonly ChatRequest[];
  close(): Promise<void>;
}

/** Starts a chat server on a free port of 127.0.0.1. */
export async function startChatServer({ replies }: ChatServerSettings): Promise<ChatServer> {
  const requests: ChatRequest[] = [];
  const cancelled: ChatRequest[] = [];
  const server = createServer((incoming, response) => {
    void (async () => {
      const text = await readText(incoming);
      const request: ChatRequest = { path: incoming.url ?? "", headers: incoming.headers, body: JSON.parse(text) as ChatRequest["body"] };
      const index = requests.push(request) - 1;
      response.on("close", () => {
        if (!response.writableFinished) cancelled.push(request);
      });
      const exhausted: ChatReply = { fault: "status", status: 400, body: { error: { message: `no reply left for request ${index + 1}` } } };
      const reply = (typeof replies === "function" ? await replies(request, index) : replies[index]) ?? exhausted;
      const render = request.path.endsWith("/messages") ? renderAnthropic : renderOpenAi;
      const facts = { model: request.body.model ?? "unknown", index, requestText: text };
      await sendReply(response, reply, (said) => JSON.stringify(render(typeof said === "string" ? { content: said } : said, facts)));
    })().catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { message: `chat server: ${String(error)}` } }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    server.closeAllConnections();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    cancelled,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
