import { appendFile, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { type ChatMessage, type GenerateOptions, InputError, stableHash } from "@swe/core";
import type { RecordedCall } from "./recorded-call.ts";
import type { RecordSettings } from "./record-settings.ts";
import { recordingPath } from "./recording-path.ts";

export type CallToRecord = Omit<RecordedCall, "version" | "instanceId" | "attempt" | "purpose" | "callIndex" | "request">;

export interface Recorder {
  /** Resolves when the line is in the file. */
  write(request: GenerateOptions, call: CallToRecord): Promise<void>;
}

interface FileState {
  /** The end of the last write, so that lines of one file keep their order. */
  tail: Promise<void>;
  /** Hashes of the messages and tools of the last line, by purpose. */
  readonly last: Map<string, { readonly messages: readonly string[]; readonly tools: string }>;
}

/** Appends every call to a file of its attempt; a message that the line before has already is not written again. */
export function createRecorder({ directory }: RecordSettings): Recorder {
  const files = new Map<string, FileState>();
  const hashes = new WeakMap<object, string>();
  const hash = (value: object): string => {
    const known = hashes.get(value) ?? stableHash(value);
    hashes.set(value, known);
    return known;
  };

  function toLine(state: FileState, options: GenerateOptions, call: CallToRecord): string {
    const { messages, tools, context = {}, temperature, maxOutputTokens, seed } = options;
    const purpose = context.purpose ?? "";
    const own = { messages: messages.map(hash), tools: tools === undefined ? "" : hash(tools) };
    // An attempt that starts again starts a new chain, so that its lines can be read without those before.
    const previous = context.callIndex === 0 ? undefined : state.last.get(purpose);
    const keep = previous === undefined ? 0 : commonStart(previous.messages, own.messages);
    state.last.set(purpose, own);
    const request = {
      keep,
      messages: messages.slice(keep) as readonly ChatMessage[],
      ...(previous?.tools === own.tools ? {} : { tools: tools ?? null }),
      temperature,
      maxOutputTokens,
      seed,
    };
    const { instanceId, attempt, callIndex } = context;
    return `${JSON.stringify({ version: 1, instanceId, attempt, purpose: context.purpose, callIndex, ...call, request } satisfies RecordedCall)}\n`;
  }

  return {
    async write(request, call) {
      const path = recordingPath(directory, request.context);
      const state: FileState = files.get(path) ?? { tail: prepare(path), last: new Map() };
      files.set(path, state);
      const line = toLine(state, request, call);
      const written = state.tail.then(() => appendFile(path, line));
      state.tail = written.catch(() => undefined);
      try {
        await written;
      } catch (cause) {
        // The next line must not build upon one that is not there, nor be appended to half of it.
        state.last.clear();
        state.tail = state.tail.then(() => prepare(path));
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new InputError({
          message: `The recording could not be written: ${reason}`,
          remedy: "Free disk space or record to another folder.",
          cause,
        });
      }
    },
  };
}

function commonStart(before: readonly string[], now: readonly string[]): number {
  const difference = now.findIndex((value, index) => value !== before[index]);
  return difference === -1 ? now.length : difference;
}

/** Makes the folder and ends a line that a crash has torn. Problems show when the line is written. */
async function prepare(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, "a+");
    try {
      const { size } = await file.stat();
      if (size === 0) return;
      const { buffer } = await file.read({ buffer: Buffer.alloc(1), position: size - 1 });
      if (buffer[0] !== 0x0a) await file.appendFile("\n");
    } finally {
      await file.close();
    }
  } catch {
    // Told by the write that follows.
  }
}
