import type { ChatModel } from "@swe/core";
import { composeModel } from "../compose-model.ts";
import type { ModelSettings } from "../model-settings.ts";
import type { ModelTarget } from "../routing/resolve-model.ts";
import { openAi, ownerOfAddress, unknownServer } from "../routing/providers.ts";
import { transportSettings } from "../transport/transport-settings.ts";
import { createOpenAiTransport } from "./create-openai-transport.ts";

/** `name` is sent as it stands. */
export interface OpenAiModelSettings extends ModelSettings, Omit<ModelTarget, "routing"> {
  /** @default OpenAI's own address */
  readonly baseUrl?: string | undefined;
}

/** A model behind any server that speaks the chat-completions protocol. */
export function createOpenAiModel(settings: OpenAiModelSettings): ChatModel {
  const baseUrl = settings.baseUrl ?? openAi.baseUrl ?? "";
  const owner = ownerOfAddress(baseUrl);
  const route = {
    provider: owner ?? unknownServer,
    wire: "openai" as const,
    model: settings.name,
    baseUrl,
    isOwnAddress: owner !== undefined,
  };
  return composeModel({
    ...settings,
    lane: baseUrl,
    transport: () => Promise.resolve(createOpenAiTransport(route, transportSettings(settings))),
  });
}
