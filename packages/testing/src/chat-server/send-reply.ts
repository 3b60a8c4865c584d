import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { ChatFault, ChatReply } from "./chat-reply.ts";

type Render = (reply: Exclude<ChatReply, ChatFault>) => string;

const json = { "content-type": "application/json" };

/** Answers one request, properly or by a fault. */
export async function sendReply(response: ServerResponse, reply: ChatReply, render: Render): Promise<void> {
  if (typeof reply === "string" || !("fault" in reply)) {
    response.writeHead(200, json).end(render(reply));
    return;
  }
  const ordinary = (): Buffer => Buffer.from(render("An answer that is long enough to be cut in two."));
  switch (reply.fault) {
    case "status": {
      const { body = { error: { message: `status ${reply.status}` } } } = reply;
      const isText = typeof body === "string";
      response.writeHead(reply.status, { ...(isText ? { "content-type": "text/html" } : json), ...reply.headers });
      response.end(isText ? body : JSON.stringify(body));
      return;
    }
    case "body":
      response.writeHead(200, { "content-type": reply.contentType ?? "application/json" });
      response.end(typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body));
      return;
    case "slow-first-byte":
      await delay(reply.delayMs, undefined, { ref: false });
      return sendReply(response, reply.reply ?? "slow", render);
    case "drip-feed":
      return drip(response, ordinary(), reply);
    case "cut":
      response.writeHead(200, json);
      response.write(ordinary().subarray(0, 60), () => response.destroy());
      return;
    case "wrong-length": {
      const body = ordinary();
      response.strictContentLength = false;
      response.writeHead(200, { ...json, "content-length": body.length + reply.difference });
      response.write(reply.difference < 0 ? body.subarray(0, reply.difference) : body, () => response.destroy());
      return;
    }
    case "hang-up":
      response.destroy();
      return;
    case "silence":
      return;
  }
}

async function drip(
  response: ServerResponse,
  body: Buffer,
  { chunkBytes, intervalMs }: { chunkBytes: number; intervalMs: number },
): Promise<void> {
  response.writeHead(200, json);
  for (let at = 0; at < body.length && !response.destroyed; at += chunkBytes) {
    response.write(body.subarray(at, at + chunkBytes));
    await delay(intervalMs, undefined, { ref: false });
  }
  response.end();
}
