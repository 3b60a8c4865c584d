import {
  type ChatMessage,
  type ChatModel,
  type Clock,
  describeError,
  type DiscardedReply,
  type GenerateResult,
  systemClock,
} from "@swe/core";
import { addTotals, type CallTotals, noCalls } from "./call-totals.ts";

/** What the run does with each call: write it down, add it up. */
export interface CallRecord {
  readonly purpose: string;
  readonly iteration: number;
  readonly call_index: number;
  readonly started_at: string;
  readonly duration_ms: number;
  readonly model: string;
  readonly request: { readonly messages: readonly ChatMessage[] };
  readonly response: { readonly message: GenerateResult["message"]; readonly finish_reason: string | undefined } | null;
  readonly usage: GenerateResult["usage"] | null;
  /** US dollars; null when nobody told. */
  readonly cost: number | null;
  /** What replies used that were paid for and thrown away before the answer came. */
  readonly discarded: readonly DiscardedReply[];
  readonly error: string | null;
}

export interface ModelCallerOptions {
  readonly model: ChatModel;
  readonly instanceId: string;
  readonly attempt?: number | undefined;
  /** Limit of one call with its retries, in milliseconds. */
  readonly timeoutMs?: number | undefined;
  readonly temperature?: number | undefined;
  /** Called with every call, failed ones included, before the next one starts. */
  readonly onCall?: ((record: CallRecord) => Promise<void> | void) | undefined;
  readonly clock?: Clock | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/** Asks the model on behalf of one instance and keeps the books. */
export interface ModelCaller {
  /** The text of the reply; empty when the model said nothing. Rejects as `ChatModel.generate` does. */
  ask(messages: readonly ChatMessage[], purpose: string): Promise<string>;
  /** Calls from now on belong to this try. */
  begin(iteration: number): void;
  readonly totals: CallTotals;
}

export function createModelCaller(options: ModelCallerOptions): ModelCaller {
  const { model, instanceId, attempt = 0, timeoutMs, temperature, onCall, clock = systemClock, abortSignal } = options;
  let totals = noCalls;
  let iteration = 0;

  const ask = async (messages: readonly ChatMessage[], purpose: string): Promise<string> => {
    const callIndex = totals.calls;
    const started = clock.monotonic();
    const facts = { purpose, iteration, call_index: callIndex, started_at: new Date(clock.now()).toISOString(), model: model.name };
    // The conversation grows later on; what is written down is what was sent.
    const request = { messages: [...messages] };
    totals = addTotals(totals, { ...noCalls, calls: 1 });
    const discarded: DiscardedReply[] = [];
    const onDiscarded = (reply: DiscardedReply): void => {
      discarded.push(reply);
      totals = addTotals(totals, totalsOf(reply));
    };
    try {
      const context = { instanceId, attempt, purpose, callIndex };
      const result = await model.generate({ messages: request.messages, temperature, timeoutMs, context, onDiscarded, abortSignal });
      totals = addTotals(totals, totalsOf(result));
      const response = { message: result.message, finish_reason: result.finishReason.raw ?? result.finishReason.unified };
      const cost = result.cost ?? null;
      await onCall?.({ ...facts, duration_ms: elapsed(started), request, response, usage: result.usage, cost, discarded, error: null });
      return result.message.content ?? "";
    } catch (error) {
      const failure = { response: null, usage: null, cost: null, error: describeError(error) };
      await onCall?.({ ...facts, duration_ms: elapsed(started), request, discarded, ...failure });
      throw error;
    }
  };
  const elapsed = (started: number): number => Math.round(clock.monotonic() - started);

  return {
    ask,
    begin: (number) => {
      iteration = number;
    },
    get totals() {
      return totals;
    },
  };
}

function totalsOf(result: DiscardedReply): CallTotals {
  return {
    calls: 0,
    cost: result.cost ?? null,
    inputTokens: result.usage.inputTokens ?? null,
    outputTokens: result.usage.outputTokens ?? null,
  };
}
