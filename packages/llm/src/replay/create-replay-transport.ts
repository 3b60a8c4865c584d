import { type GenerateOptions, ReplayMismatchError } from "@swe/core";
import type { ModelTransport, TransportReply } from "../transport/model-transport.ts";
import { describeDifference } from "./describe-difference.ts";
import { readRecording, type Recording } from "./read-recording.ts";
import type { RecordedExchange } from "./recorded-exchange.ts";
import { recordingPath } from "../record/recording-path.ts";
import { reviveError } from "./revive-error.ts";

export interface ReplaySettings {
  readonly directory: string;
  /** `strict` compares every request with the recorded one, `loose` matches by step only. */
  readonly mode: "strict" | "loose";
}

/** Plays a recording again. Calls are found by instance, attempt, purpose and number, or by their order where none is given. */
export function createReplayTransport({ directory, mode }: ReplaySettings): ModelTransport {
  const recordings = new Map<string, Promise<Recording>>();
  const counts = new Map<string, number>();

  function indexOf({ context }: GenerateOptions, path: string): number {
    if (context?.callIndex !== undefined) return context.callIndex;
    const key = `${path} ${context?.purpose ?? ""}`;
    const index = counts.get(key) ?? 0;
    counts.set(key, index + 1);
    return index;
  }

  return {
    async send(request) {
      const path = recordingPath(directory, request.context);
      const index = indexOf(request, path);
      const reading = recordings.get(path) ?? readRecording(directory, request.context);
      recordings.set(path, reading);
      const recording = await reading;
      // A recording is large; an attempt that is over needs it no more, and one made again reads it again.
      if (index >= recording.lastIndex) recordings.delete(path);
      const exchange = recording.find(request.context?.purpose, index);
      if (exchange === undefined) throw beyondEnd(recording, request, index);
      const diff = mode === "strict" ? describeDifference(exchange, request) : undefined;
      if (diff !== undefined) throw mismatch(recording, index, diff);
      return toReply(exchange);
    },
  };
}

function toReply({ call }: RecordedExchange): TransportReply {
  if (call.outcome !== "ok" || call.response === undefined) throw reviveError(call);
  const { message } = call.response;
  return { ...call.response, message, toolCalls: message.tool_calls ?? [] };
}

function mismatch({ path }: Recording, index: number, diff: string): ReplayMismatchError {
  return new ReplayMismatchError({
    message: `Call ${index + 1} differs from the recording ${path}:\n${diff}`,
    remedy: "Record again, or replay with --replay_mode loose to match by step only.",
    diff,
  });
}

function beyondEnd({ path, size }: Recording, { context, messages }: GenerateOptions, index: number): ReplayMismatchError {
  const purpose = context?.purpose === undefined ? "" : ` (${context.purpose})`;
  const diff = `recorded: ${size} calls\nreplayed: call ${index + 1}${purpose}, last message:\n${(messages.at(-1)?.content ?? "").slice(0, 2000)}`;
  return new ReplayMismatchError({
    message: `Call ${index + 1}${purpose} is not in the recording ${path}.\n${diff}`,
    remedy: "The run took another path than the recorded one: record it again.",
    diff,
  });
}
