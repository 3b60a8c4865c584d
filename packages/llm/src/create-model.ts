import { type ChatModel, ModelAuthError } from "@swe/core";
import { revealKey } from "./api-key.ts";
import { composeModel } from "./compose-model.ts";
import type { ModelSettings } from "./model-settings.ts";
import { createReplayModel } from "./replay/create-replay-model.ts";
import { parseModelName } from "./routing/parse-model-name.ts";
import type { ModelTarget } from "./routing/resolve-model.ts";
import { type Route, routeModel } from "./routing/route-model.ts";
import { createScriptedModel } from "./scripted/create-scripted-model.ts";
import { checkKey } from "./transport/check-key.ts";
import type { ModelTransport } from "./transport/model-transport.ts";
import { transportSettings } from "./transport/transport-settings.ts";

export interface CreateModelSettings extends ModelTarget, ModelSettings {
  /** For `replay:FOLDER`: `strict` compares every request with the recorded one, `loose` matches by step only. @default "strict" */
  readonly replayMode?: "strict" | "loose" | undefined;
}

/**
 * The model of that name: `PROVIDER/MODEL`, a bare OpenAI name, `scripted:FOLDER` or `replay:FOLDER`. Does no I/O before the
 * first call. Share one model among all attempts of a run, so that its limits hold for all of them.
 *
 * @throws InputError when the name or address is of no use.
 * @throws ModelAuthError when a known provider's address is asked without a key, or with one that no header can hold.
 * @example
 * const model = createModel({ ...resolveModel("openai/gpt-4o-mini", process.env), limits: { requestsPerMinute: 500 } });
 */
export function createModel(settings: CreateModelSettings): ChatModel {
  const { name, routing = "litellm", baseUrl } = settings;
  const parsed = parseModelName(name, routing);
  if (parsed.kind === "provider") {
    const route = routeModel({ name, routing, baseUrl });
    requireKey(settings, route);
    return composeModel({ ...settings, lane: route.baseUrl, transport: () => loadTransport(route, settings) });
  }
  const { directory, kind } = parsed;
  return kind === "scripted" ? createScriptedModel({ ...settings, directory }) : createReplayModel({ ...settings, directory });
}

/** The SDKs are large: only the one that is needed is loaded, with the first call. */
async function loadTransport(route: Route, settings: CreateModelSettings): Promise<ModelTransport> {
  if (route.wire === "anthropic") {
    const { createAnthropicTransport } = await import("./anthropic/create-anthropic-transport.ts");
    return createAnthropicTransport(route, transportSettings(settings));
  }
  const { createOpenAiTransport } = await import("./openai/create-openai-transport.ts");
  return createOpenAiTransport(route, transportSettings(settings));
}

function requireKey(settings: CreateModelSettings, route: Route): void {
  checkKey(revealKey(settings.apiKey), settings.keyVariable);
  const variables = route.provider.keyVariables;
  if (!route.isOwnAddress || revealKey(settings.apiKey) !== undefined) return;
  throw new ModelAuthError({
    message: `The model "${settings.name}" is asked at ${route.baseUrl} without a key.`,
    remedy: `Pass the key as apiKey; command lines read it from ${variables.join(" or ")}.`,
  });
}
