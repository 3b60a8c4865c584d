import { ModelAuthError } from "@swe/core";
import { ApiKey } from "../api-key.ts";
import type { ProxySettings } from "../transport/wire-fetch.ts";
import { parseModelName, type Routing } from "./parse-model-name.ts";
import { openAi, openRouter, ownerOfAddress } from "./providers.ts";
import type { Provider } from "./provider.ts";
import { routeModel } from "./route-model.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What `createModel` needs to reach a model; spread it into the settings. Printing it shows no key. */
export interface ModelTarget {
  readonly name: string;
  /** @default "litellm" */
  readonly routing?: Routing | undefined;
  /** @default the provider's public address */
  readonly baseUrl?: string | undefined;
  /** Sent to `baseUrl` only. Leave it out for servers that want none. */
  readonly apiKey?: string | ApiKey | undefined;
  /** Where the key came from, for messages: a variable's name. */
  readonly keyVariable?: string | undefined;
  /** Azure's `api-version`. @default the version-less v1 interface */
  readonly apiVersion?: string | undefined;
  readonly proxy?: ProxySettings | undefined;
}

/**
 * Finds address and key of a model in a record of environment variables, without touching the environment itself.
 *
 * `litellm` routing: `LLM_BASE_URL`, else the provider's own address variable, else its public address; the provider's own key,
 * else, at an `LLM_BASE_URL` of no known provider, `OPENROUTER_API_KEY`, else none. `verbatim` routing: `OPENROUTER_API_BASE_URL` and
 * `OPENROUTER_API_KEY`, else `OPENAI_BASE_URL` and `OPENAI_API_KEY`. At an address that belongs to a known provider only that
 * provider's key is used.
 *
 * @throws ModelAuthError naming the variable to set when a known provider's key is missing.
 * @throws InputError when the name or the address is of no use.
 */
export function resolveModel(
  name: string,
  environment: Environment,
  { routing = "litellm" }: { readonly routing?: Routing } = {},
): ModelTarget {
  const parsed = parseModelName(name, routing);
  if (parsed.kind !== "provider") return { name, routing };
  const source = routing === "verbatim" ? verbatimSource(environment) : litellmSource(parsed.provider, environment);
  const { baseUrl } = routeModel({ name, routing, baseUrl: source.address });
  const owner = ownerOfAddress(baseUrl);
  const variables = owner === undefined ? source.keyVariables : owner.keyVariables;
  const found = variables.find((variable) => read(environment, variable) !== undefined);
  if (found === undefined && owner !== undefined) throw missingKey({ name, routing, owner, baseUrl });
  const apiVersion = read(environment, "AZURE_API_VERSION");
  const proxy = readProxy(environment);
  return {
    name,
    routing,
    baseUrl,
    ...(found === undefined ? { keyVariable: variables[0] } : { keyVariable: found, apiKey: new ApiKey(read(environment, found) ?? "") }),
    ...(parsed.provider.id === "azure" && apiVersion !== undefined ? { apiVersion } : {}),
    ...(proxy === undefined ? {} : { proxy }),
  };
}

interface Source {
  readonly address: string | undefined;
  /** Keys that may go to an address of no known provider, in this order. */
  readonly keyVariables: readonly string[];
}

function litellmSource(provider: Provider, environment: Environment): Source {
  const override = read(environment, "LLM_BASE_URL");
  if (override !== undefined) return { address: override, keyVariables: [...provider.keyVariables, ...openRouter.keyVariables] };
  return { address: ownAddress(provider, environment), keyVariables: provider.keyVariables };
}

function verbatimSource(environment: Environment): Source {
  const address = ownAddress(openRouter, environment);
  if (address !== undefined || hasKey(openRouter, environment)) return { address, keyVariables: openRouter.keyVariables };
  const fallback = ownAddress(openAi, environment) ?? (hasKey(openAi, environment) ? openAi.baseUrl : undefined);
  return { address: fallback, keyVariables: fallback === undefined ? openRouter.keyVariables : openAi.keyVariables };
}

function ownAddress(provider: Provider, environment: Environment): string | undefined {
  return provider.baseUrlVariables.map((variable) => read(environment, variable)).find((value) => value !== undefined);
}

function hasKey(provider: Provider, environment: Environment): boolean {
  return provider.keyVariables.some((variable) => read(environment, variable) !== undefined);
}

function read(environment: Environment, variable: string): string | undefined {
  const value = environment[variable]?.trim();
  return value === "" ? undefined : value;
}

function readProxy(environment: Environment): ProxySettings | undefined {
  const either = (variable: string): string | undefined => read(environment, variable.toLowerCase()) ?? read(environment, variable);
  // Usual tools take `proxy:3128` as well.
  const address = (value: string | undefined): string | undefined => (value?.includes("://") === false ? `http://${value}` : value);
  const httpProxy = address(either("HTTP_PROXY"));
  const httpsProxy = address(either("HTTPS_PROXY"));
  if (httpProxy === undefined && httpsProxy === undefined) return undefined;
  return { httpProxy: httpProxy ?? "", httpsProxy: httpsProxy ?? "", noProxy: either("NO_PROXY") ?? "" };
}

interface MissingKey {
  readonly name: string;
  readonly routing: Routing;
  readonly owner: Provider;
  readonly baseUrl: string;
}

function missingKey({ name, routing, owner, baseUrl }: MissingKey): ModelAuthError {
  const own = owner.keyVariables.join(" or ");
  return new ModelAuthError({
    message: `The model "${name}" is asked at ${baseUrl}, and ${own} is not set.`,
    remedy: `Export ${own}, or set ${routing === "verbatim" ? "OPENROUTER_API_BASE_URL" : "LLM_BASE_URL"} to a server that needs no key.`,
  });
}
