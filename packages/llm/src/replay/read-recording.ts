import { readFile } from "node:fs/promises";
import { type CallContext, InputError } from "@swe/core";
import { parseRecordedCall } from "../record/recorded-call.ts";
import { recordingPath } from "../record/recording-path.ts";
import type { RecordedExchange } from "./recorded-exchange.ts";

/** The recorded calls of one attempt. An attempt that was made again counts as it went the last time. */
export interface Recording {
  readonly path: string;
  readonly size: number;
  /** Number of the last call, from 0. */
  readonly lastIndex: number;
  find(purpose: string | undefined, callIndex: number): RecordedExchange | undefined;
}

export async function readRecording(directory: string, context: CallContext | undefined): Promise<Recording> {
  const path = recordingPath(directory, context);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    const what = context?.instanceId === undefined ? "such calls" : `instance "${context.instanceId}", attempt ${context.attempt ?? 0}`;
    throw new InputError({
      message: `Nothing is recorded for ${what}: there is no ${path}.`,
      remedy: "Record a run with --record FOLDER first.",
      cause,
    });
  }
  const exchanges = new Map<string, RecordedExchange>();
  const last = new Map<string, RecordedExchange>();
  const counts = new Map<string, number>();
  for (const line of text.split("\n")) {
    const call = parseRecordedCall(line);
    if (call === undefined) continue;
    const purpose = call.purpose ?? "";
    const before = last.get(purpose);
    const { keep, messages, tools } = call.request;
    const exchange: RecordedExchange = {
      call,
      messages: [...(before?.messages.slice(0, keep) ?? []), ...messages],
      tools: tools === undefined ? before?.tools : (tools ?? undefined),
    };
    last.set(purpose, exchange);
    // Calls without a number count in their order.
    const index = call.callIndex ?? counts.get(purpose) ?? 0;
    counts.set(purpose, Math.max(counts.get(purpose) ?? 0, index + 1));
    exchanges.set(keyOf(purpose, index), exchange);
  }
  const lastIndex = Math.max(-1, ...[...counts.values()].map((count) => count - 1));
  return { path, size: exchanges.size, lastIndex, find: (purpose, callIndex) => exchanges.get(keyOf(purpose ?? "", callIndex)) };
}

function keyOf(purpose: string, callIndex: number): string {
  return `${callIndex} ${purpose}`;
}
