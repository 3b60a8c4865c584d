import type { ChatMessage, ToolSchema } from "@swe/core";
import type { RecordedCall } from "../record/recorded-call.ts";

/** A recorded call with its request complete again. */
export interface RecordedExchange {
  readonly call: RecordedCall;
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly ToolSchema[] | undefined;
}
