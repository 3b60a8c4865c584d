import { type Clock, systemClock } from "@swe/core";
import { revealKey } from "../api-key.ts";
import type { ModelSettings } from "../model-settings.ts";
import type { ModelTarget } from "../routing/resolve-model.ts";
import { checkKey } from "./check-key.ts";
import { createWireFetch } from "./wire-fetch.ts";

/** What every wire adapter is given. */
export interface TransportSettings {
  readonly apiKey: string | undefined;
  readonly keyVariable: string | undefined;
  readonly apiVersion: string | undefined;
  /** Makes the fetch for an SDK, with the headers that carry the key. */
  readonly fetchWith: (auth: Readonly<Record<string, string>>) => typeof globalThis.fetch;
  readonly clock: Clock;
  /** Further fields of the request's body. */
  readonly parameters: Readonly<Record<string, unknown>> | undefined;
  readonly promptCache: boolean;
}

export function transportSettings(settings: ModelTarget & ModelSettings): TransportSettings {
  const apiKey = revealKey(settings.apiKey);
  checkKey(apiKey, settings.keyVariable);
  return {
    apiKey,
    keyVariable: settings.keyVariable,
    apiVersion: settings.apiVersion,
    fetchWith: (auth) =>
      createWireFetch({ auth, fetch: settings.fetch, secrets: apiKey === undefined ? [] : [apiKey], proxy: settings.proxy }),
    clock: settings.clock ?? systemClock,
    parameters: settings.parameters,
    promptCache: settings.promptCache ?? true,
  };
}
