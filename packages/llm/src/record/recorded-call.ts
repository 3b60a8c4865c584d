import { z } from "zod";
import type { ChatMessage, GenerateResult, ToolSchema } from "@swe/core";

export interface RecordedFailure {
  readonly attempt: number;
  readonly reason: string;
  readonly statusCode?: number | undefined;
  readonly message: string;
}

export interface RecordedError {
  readonly name: string;
  readonly code?: string | undefined;
  readonly message: string;
  readonly remedy?: string | undefined;
  readonly statusCode?: number | undefined;
}

/** One line of a recording. Carries no headers, no address and no key. */
export interface RecordedCall {
  readonly version: 1;
  readonly instanceId?: string | undefined;
  readonly attempt?: number | undefined;
  readonly purpose?: string | undefined;
  readonly callIndex?: number | undefined;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly model: string;
  readonly request: {
    /** The first so many messages are those of the line before with the same purpose. */
    readonly keep: number;
    readonly messages: readonly ChatMessage[];
    /** Left out where they are those of the line before; `null` where there are none. */
    readonly tools?: readonly ToolSchema[] | null | undefined;
    readonly temperature?: number | undefined;
    readonly maxOutputTokens?: number | undefined;
    readonly seed?: number | undefined;
  };
  /** Tries that failed before the outcome. */
  readonly failures: readonly RecordedFailure[];
  readonly outcome: "ok" | "error" | "cancelled";
  readonly response?: Omit<GenerateResult, "durationMs" | "toolCalls"> | undefined;
  readonly error?: RecordedError | undefined;
}

const text = z.string().optional();
const count = z.number().optional();

const schema = z.looseObject({
  version: z.literal(1),
  instanceId: text,
  attempt: count,
  purpose: text,
  callIndex: count,
  startedAt: z.string(),
  durationMs: z.number(),
  model: z.string(),
  request: z.looseObject({ keep: z.number(), messages: z.array(z.looseObject({ role: z.string() })) }),
  failures: z.array(z.looseObject({})),
  outcome: z.enum(["ok", "error", "cancelled"]),
  response: z.looseObject({ message: z.looseObject({ role: z.literal("assistant") }) }).optional(),
  error: z.looseObject({ message: z.string(), code: text }).optional(),
});

/** A line of a recording, or undefined for one that a crash has torn. */
export function parseRecordedCall(line: string): RecordedCall | undefined {
  try {
    return schema.parse(JSON.parse(line)) as unknown as RecordedCall;
  } catch {
    return undefined;
  }
}
