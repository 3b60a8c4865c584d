import { type ChatModel, type GenerateOptions, type GenerateResult, ModelUnavailableError, systemClock } from "@swe/core";
import type { CallLimiter } from "./limits/call-limiter.ts";
import { createLimiterPool } from "./limits/limiter-pool.ts";
import type { ModelSettings } from "./model-settings.ts";
import { retryPolicy } from "./retry/retry-settings.ts";
import { type FailedTry, sendWithRetries } from "./retry/send-with-retries.ts";
import type { ModelTransport, TransportReply } from "./transport/model-transport.ts";
import { withTimeout } from "./transport/with-timeout.ts";
import { costOf } from "./usage/cost-of.ts";
import { estimateTokens } from "./usage/estimate-tokens.ts";
import { findPrice } from "./usage/price-table.ts";

export interface ComposeOptions extends ModelSettings {
  readonly name: string;
  /** Made on the first call, so that creating a model loads no SDK. */
  readonly transport: () => Promise<ModelTransport>;
  /** Which lane of the limits the calls take: the provider's address. */
  readonly lane: string;
}

const defaultTryTimeoutMs = 1_200_000;

/** A chat model around a transport: limits, retries, time limits, usage and cost. */
export function composeModel(options: ComposeOptions): ChatModel {
  const { name, clock = systemClock } = options;
  const limiter = limiterOf(options);
  let transport: Promise<ModelTransport> | undefined;
  return {
    name,
    async generate(request) {
      const started = clock.monotonic();
      const { abortSignal, timeoutMs: ms } = request;
      const onTimeout = (): Error => timedOut(name, ms ?? 0);
      const reply = await withTimeout({ ms, clock, abortSignal, onTimeout }, async (signal) => {
        transport ??= options.transport();
        return send({ options, limiter, transport: await transport, request, signal });
      });
      return finish(options, reply, clock.monotonic() - started);
    },
  };
}

interface SendOptions {
  readonly options: ComposeOptions;
  readonly limiter: CallLimiter;
  readonly transport: ModelTransport;
  readonly request: GenerateOptions;
  readonly signal: AbortSignal;
}

function send({ options, limiter, transport, request, signal }: SendOptions): Promise<TransportReply> {
  const { name: model, clock = systemClock, onEvent, random = Math.random } = options;
  const onFailure = ({ attempt, failure, waitMs }: FailedTry): void => {
    if (waitMs === undefined) return;
    const { kind: reason, statusCode, message } = failure;
    onEvent?.({ type: "call-retry", model, context: request.context, attempt, reason, statusCode, message, waitMs });
  };
  return sendWithRetries({
    transport,
    request: { ...request, maxOutputTokens: request.maxOutputTokens ?? options.maxOutputTokens },
    limiter,
    policy: retryPolicy(options.retry),
    tryTimeoutMs: options.tryTimeoutMs ?? defaultTryTimeoutMs,
    estimatedTokens: estimateTokens(request),
    clock,
    random,
    abortSignal: signal,
    onFailure,
    onParameterDropped: (parameter) => onEvent?.({ type: "parameter-dropped", model, parameter }),
  });
}

function finish(options: ComposeOptions, reply: TransportReply, durationMs: number): GenerateResult {
  const { prices } = options;
  const price = prices === undefined ? undefined : findPrice(prices, [options.name, reply.model]);
  return { ...reply, cost: reply.cost ?? costOf(reply.usage, price), durationMs };
}

function limiterOf({ limits = {}, clock = systemClock, lane }: ComposeOptions): CallLimiter {
  return "lane" in limits ? limits.lane(lane) : createLimiterPool(limits, { clock }).lane(lane);
}

function timedOut(name: string, ms: number): ModelUnavailableError {
  return new ModelUnavailableError({
    message: `The model "${name}" gave no answer within ${ms / 1000} s, waiting and retries included.`,
    remedy: "Raise the time limit of a model call, or lower the number of workers.",
    attempts: 1,
  });
}
