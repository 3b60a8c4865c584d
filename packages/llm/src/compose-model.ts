import { type ChatModel, type GenerateOptions, type GenerateResult, ModelUnavailableError, systemClock } from "@swe/core";
import { checkPositive } from "./check-positive.ts";
import type { CallLimiter } from "./limits/call-limiter.ts";
import { createLimiterPool } from "./limits/limiter-pool.ts";
import type { ModelSettings } from "./model-settings.ts";
import { createRecorder } from "./record/create-recorder.ts";
import { recordCall } from "./record/record-call.ts";
import { retryPolicy, type RetryPolicy } from "./retry/retry-settings.ts";
import { type FailedTry, sendWithRetries } from "./retry/send-with-retries.ts";
import { countUsage } from "./tokens/count-usage.ts";
import type { ModelTransport, TransportReply } from "./transport/model-transport.ts";
import { withTimeout } from "./transport/with-timeout.ts";
import { costOf } from "./usage/cost-of.ts";
import { estimateTokens } from "./usage/estimate-tokens.ts";
import { findPrice, type ModelPrice } from "./usage/price-table.ts";

export interface ComposeOptions extends ModelSettings {
  readonly name: string;
  /** Made on the first call, so that creating a model loads no SDK. */
  readonly transport: () => Promise<ModelTransport>;
  /** Which lane of the limits the calls take: the provider's address. */
  readonly lane: string;
}

const defaultTryTimeoutMs = 1_200_000;

/** A chat model around a transport: limits, retries, time limits, usage and cost, recording. */
export function composeModel(options: ComposeOptions): ChatModel {
  const { name, clock = systemClock, record } = options;
  const limiter = limiterOf(options);
  const recorder = record === undefined ? undefined : createRecorder(record);
  const policy = retryPolicy(options.retry);
  const { tryTimeoutMs = defaultTryTimeoutMs } = options;
  checkPositive({ tryTimeoutMs, maxOutputTokens: options.maxOutputTokens });
  let transport: Promise<ModelTransport> | undefined;

  async function generate(request: GenerateOptions, failures: FailedTry[]): Promise<GenerateResult> {
    const started = clock.monotonic();
    const { abortSignal, timeoutMs: ms } = request;
    const onTimeout = (): Error => timedOut(name, ms ?? 0, failures.length + 1);
    const reply = await withTimeout({ ms, clock, abortSignal, onTimeout }, async (signal) => {
      transport ??= options.transport();
      return send({ options, limiter, policy, tryTimeoutMs, transport: await transport, request, signal, failures });
    });
    return finish(options, request, reply, clock.monotonic() - started);
  }

  return {
    name,
    generate(request) {
      const failures: FailedTry[] = [];
      const run = (): Promise<GenerateResult> => generate(request, failures);
      return recorder === undefined ? run() : recordCall({ recorder, model: name, request, failures, clock }, run);
    },
  };
}

interface SendOptions {
  readonly options: ComposeOptions;
  readonly limiter: CallLimiter;
  readonly policy: RetryPolicy;
  readonly tryTimeoutMs: number;
  readonly transport: ModelTransport;
  readonly request: GenerateOptions;
  readonly signal: AbortSignal;
  /** Filled with the tries that fail. */
  readonly failures: FailedTry[];
}

function send({ options, request, signal, failures, ...rest }: SendOptions): Promise<TransportReply> {
  const { name: model, clock = systemClock, onEvent, random = Math.random } = options;
  const onFailure = (failed: FailedTry): void => {
    failures.push(failed);
    const { attempt, failure, waitMs } = failed;
    if (waitMs === undefined) return;
    const { kind: reason, statusCode, message } = failure;
    onEvent?.({ type: "call-retry", model, context: request.context, attempt, reason, statusCode, message, waitMs });
  };
  return sendWithRetries({
    ...rest,
    request: { ...request, maxOutputTokens: request.maxOutputTokens ?? options.maxOutputTokens },
    estimatedTokens: estimateTokens(request),
    clock,
    random,
    abortSignal: signal,
    onFailure,
    onParameterDropped: (parameter) => onEvent?.({ type: "parameter-dropped", model, parameter }),
    onDiscarded: ({ usage, cost }) => request.onDiscarded?.({ usage, cost: cost ?? costOf(usage, priceOf(options, model)) }),
  });
}

async function finish(
  options: ComposeOptions,
  request: GenerateOptions,
  reply: TransportReply,
  durationMs: number,
): Promise<GenerateResult> {
  const { countTokens = true } = options;
  const usage = reply.usage.source === "unknown" && countTokens ? await countUsage(request, reply.message) : reply.usage;
  return { ...reply, usage, cost: reply.cost ?? costOf(usage, priceOf(options, reply.model)), durationMs };
}

function priceOf({ prices, name }: ComposeOptions, model: string): ModelPrice | undefined {
  return prices === undefined ? undefined : findPrice(prices, [name, model]);
}

function limiterOf({ limits = {}, clock = systemClock, lane }: ComposeOptions): CallLimiter {
  return "lane" in limits ? limits.lane(lane) : createLimiterPool(limits, { clock }).lane(lane);
}

function timedOut(name: string, ms: number, attempts: number): ModelUnavailableError {
  return new ModelUnavailableError({
    message: `The model "${name}" gave no answer within ${ms / 1000} s, waiting and retries included.`,
    remedy: "Raise the time limit of a model call, or lower the number of workers.",
    attempts,
  });
}
