import { Anthropic } from "@anthropic-ai/sdk";
import type { Route } from "../routing/route-model.ts";
import { dropRefusedParameters } from "../transport/drop-refused-parameters.ts";
import type { ModelTransport, TransportReply } from "../transport/model-transport.ts";
import { tellDiscarded } from "../transport/tell-discarded.ts";
import type { TransportSettings } from "../transport/transport-settings.ts";
import { anthropicSpending, fromAnthropicAnswer } from "./from-anthropic-answer.ts";
import { toAnthropicRequest } from "./to-anthropic-request.ts";

const noTimeoutMs = 2 ** 31 - 1;

/** Anthropic's messages through the official SDK, whose own retries, time limits, logging and tracing are off. */
export function createAnthropicTransport(route: Route, settings: TransportSettings): ModelTransport {
  const { apiKey, clock, keyVariable, parameters, promptCache } = settings;
  const where = `${route.provider.id} at ${route.baseUrl}`;
  const dropped = new Set<string>();
  // The SDK's way at Anthropic; servers of the same protocol elsewhere may know the older header only.
  const olderHeader = apiKey === undefined || route.isOwnAddress ? {} : { "x-api-key": apiKey };
  const auth = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}`, ...olderHeader };
  const client = new Anthropic({
    baseURL: route.baseUrl,
    // Every field that the SDK would otherwise read from the environment is given; the key is put in by the fetch.
    apiKey: "none",
    webhookKey: null,
    openTelemetry: false,
    logLevel: "off",
    maxRetries: 0,
    timeout: noTimeoutMs,
    fetch: settings.fetchWith(auth),
  });
  return {
    async send(request, { abortSignal, onParameterDropped: onDropped, onDiscarded }) {
      const answer = await dropRefusedParameters({
        build: () => toAnthropicRequest(request, { model: route.model, dropped, parameters, promptCache }),
        // Not messages.create: it prints warnings about model names and refuses long answers that are not streamed.
        call: (body) => client.post("/v1/messages", { body, signal: abortSignal }),
        dropped,
        where,
        keyVariable,
        clock,
        abortSignal,
        onDropped,
      });
      const read = (): TransportReply => fromAnthropicAnswer(answer, { where, keyVariable, history: request.messages, model: route.model });
      return tellDiscarded({ answer, read, spentOn: anthropicSpending, onDiscarded });
    },
  };
}
