import { InputError } from "@swe/core";
import type { Provider, Wire } from "./provider.ts";
import { openRouter, ownerOfAddress } from "./providers.ts";
import { parseModelName, type Routing } from "./parse-model-name.ts";

/** Where a model is asked and in which dialect. */
export interface Route {
  /** The provider whose rules apply: the owner of the address where it is known, else the one of the name. */
  readonly provider: Provider;
  readonly wire: Wire;
  /** The name as sent. */
  readonly model: string;
  readonly baseUrl: string;
  /** True at an address that belongs to the provider itself. */
  readonly isOwnAddress: boolean;
}

export interface RouteOptions {
  readonly name: string;
  readonly routing: Routing;
  /** @default the provider's public address */
  readonly baseUrl?: string | undefined;
}

/** The route of a model that is asked over the network. @throws InputError when the name or the address is of no use. */
export function routeModel({ name, routing, baseUrl }: RouteOptions): Route {
  const parsed = parseModelName(name, routing);
  if (parsed.kind !== "provider") throw new InputError({ message: `The model "${name}" is not asked over the network.` });
  const address = baseUrl ?? (routing === "verbatim" ? openRouter.baseUrl : parsed.provider.baseUrl);
  if (address === undefined) throw missingAddress(name, parsed.provider);
  const checked = checkAddress(address);
  const owner = ownerOfAddress(checked);
  const provider = owner ?? parsed.provider;
  const verbatim = routing === "verbatim";
  const wire = verbatim ? "openai" : provider.wire;
  return {
    provider,
    wire,
    model: verbatim || owner !== openRouter ? parsed.model : openRouterName(parsed.provider, parsed.model),
    baseUrl: normalizeAddress(checked, parsed.provider, wire),
    isOwnAddress: owner !== undefined,
  };
}

/** OpenRouter names models `vendor/model`, whatever prefix the user chose to get there. */
function openRouterName(provider: Provider, model: string): string {
  return provider.openRouterVendor === undefined ? model : `${provider.openRouterVendor}/${model}`;
}

function checkAddress(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url !== undefined && url.username + url.password !== "") {
    throw new InputError({ message: "The model's address holds a user name or password.", remedy: "Pass the secret as the API key." });
  }
  if (url !== undefined && url.search + url.hash !== "") {
    throw new InputError({
      message: `The model's address goes on behind its path, which nothing can be appended to: ${url.origin}${url.pathname}?...`,
      remedy: "Leave out everything from the ? or # on; pass a secret as the API key.",
    });
  }
  if (url?.protocol === "http:" || url?.protocol === "https:") return address;
  throw new InputError({
    message: `Expected the model's address to be an http(s) URL, got "${address}".`,
    remedy: "Write e.g. http://127.0.0.1:8000/v1.",
  });
}

function normalizeAddress(address: string, provider: Provider, wire: Wire): string {
  const bare = address.replace(/\/+$/, "");
  // The SDK adds /v1/messages itself.
  if (wire === "anthropic") return bare.replace(/\/v1$/, "");
  if (provider.id.startsWith("ollama") && new URL(bare).pathname === "/") return `${bare}/v1`;
  return bare.replace(/\/chat\/completions$/, "");
}

function missingAddress(name: string, provider: Provider): InputError {
  const variables = ["LLM_BASE_URL", ...provider.baseUrlVariables].join(" or ");
  return new InputError({ message: `The model "${name}" needs an address.`, remedy: `Set ${variables}, e.g. http://127.0.0.1:8000/v1.` });
}
