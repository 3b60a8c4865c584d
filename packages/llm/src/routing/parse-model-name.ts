import { InputError } from "@swe/core";
import type { Provider } from "./provider.ts";
import { openAi, openRouter, providers, unknownServer } from "./providers.ts";
import { refusedPrefixes } from "./refused-prefixes.ts";

/** `litellm`: `PROVIDER/MODEL`, a bare name is OpenAI's. `verbatim`: the name is sent as it stands to one OpenRouter-compatible address. */
export type Routing = "litellm" | "verbatim";

export type ParsedName =
  | { readonly kind: "scripted" | "replay"; readonly directory: string }
  | { readonly kind: "provider"; readonly provider: Provider; readonly model: string };

/** Reads a model's name. @throws InputError for an unknown or unsupported provider, with what to write instead. */
export function parseModelName(name: string, routing: Routing): ParsedName {
  const offline = /^(scripted|replay):(.*)$/s.exec(name);
  if (offline !== null) {
    const directory = offline[2] ?? "";
    if (directory === "") throw new InputError({ message: `The model "${name}" names no folder.`, remedy: `Write ${name}FOLDER.` });
    return { kind: offline[1] === "scripted" ? "scripted" : "replay", directory };
  }
  if (name.trim() === "") throw new InputError({ message: "The model's name is empty.", remedy: "Write e.g. openai/gpt-4o-mini." });
  if (routing === "verbatim") return { kind: "provider", provider: unknownServer, model: name };
  const slash = name.indexOf("/");
  if (slash === -1) return { kind: "provider", provider: openAi, model: name };
  const prefix = name.slice(0, slash);
  const model = name.slice(slash + 1);
  const refused = refusedPrefixes.get(prefix);
  if (refused !== undefined)
    throw new InputError({ message: `The provider "${prefix}" of model "${name}" is not supported.`, remedy: refused });
  const provider = providers.get(prefix);
  if (provider === undefined) throw unknownPrefix(name, prefix);
  if (model === "")
    throw new InputError({ message: `The model "${name}" lacks a name after "${prefix}/".`, remedy: `Write ${prefix}/MODEL.` });
  return { kind: "provider", provider, model };
}

function unknownPrefix(name: string, prefix: string): InputError {
  return new InputError({
    message: `Unknown provider "${prefix}" in the model's name "${name}".`,
    remedy:
      `Known are ${[...providers.keys()].join(", ")}. For a server of your own write hosted_vllm/${name} and set LLM_BASE_URL; ` +
      `for OpenRouter write ${openRouter.id}/${name}.`,
  });
}
