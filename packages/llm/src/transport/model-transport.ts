import type { DiscardedReply, GenerateOptions, GenerateResult } from "@swe/core";

/** What one successful try yields. `cost` is what the provider itself reported, or undefined. */
export type TransportReply = Omit<GenerateResult, "durationMs">;

export interface SendOptions {
  /** Ends the request in flight at once. */
  readonly abortSignal: AbortSignal;
  /** Tells that a request parameter was left out because the model does not take it. */
  readonly onParameterDropped?: ((parameter: string) => void) | undefined;
  /** Tells what an answer used that cannot be taken; `send` then rejects. `cost` as in {@link TransportReply}. */
  readonly onDiscarded?: ((reply: DiscardedReply) => void) | undefined;
}

/**
 * One wire protocol: sends a request once. Rejects with a `TransientFailure` where asking again may help, with one of the
 * typed model errors where it does not. Knows nothing of retries, limits, prices and recordings.
 */
export interface ModelTransport {
  send(request: GenerateOptions, options: SendOptions): Promise<TransportReply>;
}
