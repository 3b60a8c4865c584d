import { type ChatMessage, clipMiddle, type GenerateOptions, stableStringify } from "@swe/core";
import { createTwoFilesPatch } from "diff";
import type { RecordedExchange } from "./recorded-exchange.ts";

const maxLines = 120;
const maxLineCharacters = 300;

/** What the request has different from the recorded one, for a person to read; undefined when nothing. */
export function describeDifference(recorded: RecordedExchange, request: GenerateOptions): string | undefined {
  const { messages, tools, temperature, seed } = request;
  const index = messages.findIndex((message, at) => stableStringify(message) !== stableStringify(recorded.messages[at] ?? null));
  const at = index === -1 && messages.length < recorded.messages.length ? messages.length : index;
  if (at !== -1) return diffOf(`message ${at + 1}`, textOf(recorded.messages[at]), textOf(messages[at]));
  const before = { tools: recorded.tools, temperature: recorded.call.request.temperature, seed: recorded.call.request.seed };
  const now = { tools: tools?.length === 0 ? undefined : tools, temperature, seed };
  if (stableStringify(before) === stableStringify(now)) return undefined;
  return diffOf("settings", JSON.stringify(before, undefined, 2), JSON.stringify(now, undefined, 2));
}

function diffOf(what: string, before: string, now: string): string {
  const patch = createTwoFilesPatch(`recorded ${what}`, `replayed ${what}`, `${before}\n`, `${now}\n`, "", "", {
    context: 2,
    timeout: 500,
  });
  // Texts too different to compare in reasonable time.
  const lines = (patch ?? `recorded ${what}:\n${before}\nreplayed ${what}:\n${now}`).trim().split("\n");
  const short = lines.map((line) => (line.length > maxLineCharacters ? `${line.slice(0, maxLineCharacters)}...` : line));
  return clipMiddle(short, maxLines / 2, (elided) => `... ${elided} lines ...`).join("\n");
}

function textOf(message: ChatMessage | undefined): string {
  if (message === undefined) return "(no message)";
  const { role, content, ...rest } = message;
  const others = Object.entries(rest).filter(([, value]) => value !== undefined);
  return [`${role}:`, content ?? "", ...(others.length === 0 ? [] : [JSON.stringify(Object.fromEntries(others), undefined, 2)])].join("\n");
}
