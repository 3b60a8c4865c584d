import { ModelRequestError } from "@swe/core";
import { OpenAI } from "openai";
import type { Route } from "../routing/route-model.ts";
import { classifySdkError, faultParameter, sdkFault } from "../transport/classify-sdk-error.ts";
import { unsupportedParameter } from "../transport/error-patterns.ts";
import type { ModelTransport } from "../transport/model-transport.ts";
import type { TransportSettings } from "../transport/transport-settings.ts";
import { fromOpenAiAnswer } from "./from-openai-answer.ts";
import { openAiDialect } from "./openai-dialect.ts";
import { toOpenAiRequest } from "./to-openai-request.ts";

const noTimeoutMs = 2 ** 31 - 1;

/** Chat completions through the official SDK, whose own retries, time limits and logging are off. */
export function createOpenAiTransport(route: Route, settings: TransportSettings): ModelTransport {
  const { apiKey, clock } = settings;
  const dialect = openAiDialect(route);
  const where = `${route.provider.id} at ${route.baseUrl}`;
  const facts = { where, keyVariable: settings.keyVariable };
  const dropped = new Set<string>();
  const client = createClient(route, settings, dialect.authHeader);
  return {
    async send(request, { abortSignal, onParameterDropped }) {
      for (;;) {
        const body = toOpenAiRequest(request, { model: route.model, dialect, dropped, parameters: settings.parameters });
        try {
          // Set on each request, so that headers which the SDK took from the environment cannot win.
          const auth = apiKey === undefined ? null : dialect.authHeader === "api-key" ? apiKey : `Bearer ${apiKey}`;
          const answer: unknown = await client.chat.completions.create(body, {
            signal: abortSignal,
            headers: { [dialect.authHeader]: auth },
          });
          return fromOpenAiAnswer(answer, { ...facts, history: request.messages, model: route.model });
        } catch (error) {
          abortSignal.throwIfAborted();
          const now = clock.now();
          const fault = sdkFault(error, { ...facts, now });
          const refused = fault?.statusCode === 400 ? unsupportedParameter(fault.code, faultParameter(error), fault.message) : undefined;
          const classified = classifySdkError(error, { ...facts, now });
          if (refused === undefined || dropped.has(refused) || !(refused in body) || !(classified instanceof ModelRequestError))
            throw classified;
          dropped.add(refused);
          onParameterDropped?.(refused);
        }
      }
    },
  };
}

function createClient(route: Route, settings: TransportSettings, authHeader: string): OpenAI {
  return new OpenAI({
    ...address(route, settings.apiVersion),
    // Every field that the SDK would otherwise read from the environment is given.
    apiKey: settings.apiKey ?? "none",
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: "off",
    maxRetries: 0,
    timeout: noTimeoutMs,
    fetch: settings.fetch,
    ...(authHeader === "Authorization" ? {} : { defaultHeaders: { Authorization: null } }),
  });
}

function address(route: Route, apiVersion: string | undefined): { baseURL: string; defaultQuery?: Record<string, string> } {
  if (route.provider.id !== "azure") return { baseURL: route.baseUrl };
  const resource = route.baseUrl.replace(/\/openai(\/v1)?$/, "");
  if (apiVersion === undefined) return { baseURL: `${resource}/openai/v1` };
  return { baseURL: `${resource}/openai/deployments/${encodeURIComponent(route.model)}`, defaultQuery: { "api-version": apiVersion } };
}
