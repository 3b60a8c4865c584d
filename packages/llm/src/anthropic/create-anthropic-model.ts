import type { ChatModel } from "@swe/core";
import { composeModel } from "../compose-model.ts";
import type { ModelSettings } from "../model-settings.ts";
import type { ModelTarget } from "../routing/resolve-model.ts";
import { routeModel } from "../routing/route-model.ts";
import { transportSettings } from "../transport/transport-settings.ts";
import { createAnthropicTransport } from "./create-anthropic-transport.ts";

/** `name` is sent as it stands. */
export interface AnthropicModelSettings extends ModelSettings, Omit<ModelTarget, "routing"> {
  /** @default Anthropic's own address */
  readonly baseUrl?: string | undefined;
}

/** A model behind Anthropic's messages protocol. */
export function createAnthropicModel(settings: AnthropicModelSettings): ChatModel {
  const route = {
    ...routeModel({ name: `anthropic/${settings.name}`, routing: "litellm", baseUrl: settings.baseUrl }),
    model: settings.name,
  };
  return composeModel({
    ...settings,
    lane: route.baseUrl,
    transport: () => Promise.resolve(createAnthropicTransport(route, transportSettings(settings))),
  });
}
