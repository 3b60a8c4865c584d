import { OpenAI } from "openai";
import type { Route } from "../routing/route-model.ts";
import { dropRefusedParameters } from "../transport/drop-refused-parameters.ts";
import type { ModelTransport, TransportReply } from "../transport/model-transport.ts";
import { tellDiscarded } from "../transport/tell-discarded.ts";
import type { TransportSettings } from "../transport/transport-settings.ts";
import { fromOpenAiAnswer, openAiSpending } from "./from-openai-answer.ts";
import { openAiDialect, type OpenAiDialect } from "./openai-dialect.ts";
import { toOpenAiRequest } from "./to-openai-request.ts";

const noTimeoutMs = 2 ** 31 - 1;

/** Chat completions through the official SDK, whose own retries, time limits and logging are off. */
export function createOpenAiTransport(route: Route, settings: TransportSettings): ModelTransport {
  const { clock, keyVariable, parameters } = settings;
  const dialect = openAiDialect(route);
  const where = `${route.provider.id} at ${route.baseUrl}`;
  const dropped = new Set<string>();
  const client = createClient(route, settings, dialect);
  return {
    async send(request, { abortSignal, onParameterDropped: onDropped, onDiscarded }) {
      const answer = await dropRefusedParameters({
        build: () => toOpenAiRequest(request, { model: route.model, dialect, dropped, parameters, promptCache: settings.promptCache }),
        call: (body) => client.chat.completions.create(body, { signal: abortSignal }),
        dropped,
        where,
        keyVariable,
        clock,
        abortSignal,
        onDropped,
      });
      const read = (): TransportReply => fromOpenAiAnswer(answer, { where, keyVariable, history: request.messages, model: route.model });
      return tellDiscarded({ answer, read, spentOn: openAiSpending, onDiscarded });
    },
  };
}

function createClient(route: Route, settings: TransportSettings, { authHeader }: OpenAiDialect): OpenAI {
  const { apiKey } = settings;
  const auth = apiKey === undefined ? {} : { [authHeader]: authHeader === "api-key" ? apiKey : `Bearer ${apiKey}` };
  return new OpenAI({
    ...address(route, settings.apiVersion),
    // Every field that the SDK would otherwise read from the environment is given; the key is put in by the fetch.
    apiKey: "none",
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: "off",
    maxRetries: 0,
    timeout: noTimeoutMs,
    fetch: settings.fetchWith(auth),
  });
}

function address(route: Route, apiVersion: string | undefined): { baseURL: string; defaultQuery?: Record<string, string> } {
  if (route.provider.id !== "azure") return { baseURL: route.baseUrl };
  const resource = route.baseUrl.replace(/\/openai(\/v1)?$/, "");
  if (apiVersion === undefined) return { baseURL: `${resource}/openai/v1` };
  return { baseURL: `${resource}/openai/deployments/${encodeURIComponent(route.model)}`, defaultQuery: { "api-version": apiVersion } };
}
