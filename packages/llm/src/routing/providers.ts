import type { Provider } from "./provider.ts";

type Row = Partial<Provider> & Pick<Provider, "id" | "keyVariables">;

function row(provider: Row): Provider {
  const host = provider.baseUrl === undefined ? [] : [new URL(provider.baseUrl).hostname];
  return { wire: "openai", baseUrlVariables: [], hosts: host, ...provider };
}

export const openAi: Provider = row({
  id: "openai",
  baseUrl: "https://api.openai.com/v1",
  keyVariables: ["OPENAI_API_KEY"],
  baseUrlVariables: ["OPENAI_BASE_URL", "OPENAI_API_BASE"],
  hosts: ["api.openai.com", ".api.openai.com"],
  openRouterVendor: "openai",
});

export const openRouter: Provider = row({
  id: "openrouter",
  baseUrl: "https://openrouter.ai/api/v1",
  keyVariables: ["OPENROUTER_API_KEY"],
  baseUrlVariables: ["OPENROUTER_API_BASE_URL", "OPENROUTER_API_BASE"],
  hosts: ["openrouter.ai", ".openrouter.ai"],
});

/** A server of nobody we know: any OpenAI-compatible one. */
export const unknownServer: Provider = row({ id: "openai_compatible", keyVariables: [] });

/** Every provider by its prefix. All but one speak the OpenAI protocol. */
export const providers: ReadonlyMap<string, Provider> = new Map(
  [
    openAi,
    openRouter,
    row({
      id: "anthropic",
      wire: "anthropic",
      baseUrl: "https://api.anthropic.com",
      keyVariables: ["ANTHROPIC_API_KEY"],
      baseUrlVariables: ["ANTHROPIC_BASE_URL", "ANTHROPIC_API_BASE"],
      openRouterVendor: "anthropic",
    }),
    row({
      id: "gemini",
      baseUrl: "https://generativelanguage.googleapis.com/v1beta/openai",
      keyVariables: ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
      baseUrlVariables: ["GEMINI_API_BASE"],
      openRouterVendor: "google",
    }),
    row({
      id: "deepseek",
      baseUrl: "https://api.deepseek.com/v1",
      keyVariables: ["DEEPSEEK_API_KEY"],
      baseUrlVariables: ["DEEPSEEK_API_BASE"],
      openRouterVendor: "deepseek",
    }),
    row({ id: "hosted_vllm", keyVariables: ["HOSTED_VLLM_API_KEY"], baseUrlVariables: ["HOSTED_VLLM_API_BASE"] }),
    ...["ollama", "ollama_chat"].map((id) =>
      row({ id, baseUrl: "http://localhost:11434/v1", keyVariables: ["OLLAMA_API_KEY"], baseUrlVariables: ["OLLAMA_API_BASE"], hosts: [] }),
    ),
    row({
      id: "lm_studio",
      baseUrl: "http://localhost:1234/v1",
      keyVariables: ["LM_STUDIO_API_KEY"],
      baseUrlVariables: ["LM_STUDIO_API_BASE"],
      hosts: [],
    }),
    row({
      id: "azure",
      keyVariables: ["AZURE_API_KEY"],
      baseUrlVariables: ["AZURE_API_BASE"],
      hosts: [".openai.azure.com", ".services.ai.azure.com", ".cognitiveservices.azure.com"],
    }),
    row({ id: "mistral", baseUrl: "https://api.mistral.ai/v1", keyVariables: ["MISTRAL_API_KEY"], openRouterVendor: "mistralai" }),
    row({ id: "groq", baseUrl: "https://api.groq.com/openai/v1", keyVariables: ["GROQ_API_KEY"] }),
    row({ id: "xai", baseUrl: "https://api.x.ai/v1", keyVariables: ["XAI_API_KEY"], openRouterVendor: "x-ai" }),
    row({ id: "together_ai", baseUrl: "https://api.together.xyz/v1", keyVariables: ["TOGETHERAI_API_KEY", "TOGETHER_API_KEY"] }),
    row({
      id: "fireworks_ai",
      baseUrl: "https://api.fireworks.ai/inference/v1",
      keyVariables: ["FIREWORKS_AI_API_KEY", "FIREWORKS_API_KEY"],
    }),
    row({ id: "moonshot", baseUrl: "https://api.moonshot.ai/v1", keyVariables: ["MOONSHOT_API_KEY"], openRouterVendor: "moonshotai" }),
    row({
      id: "dashscope",
      baseUrl: "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
      keyVariables: ["DASHSCOPE_API_KEY"],
      openRouterVendor: "qwen",
    }),
  ].map((provider) => [provider.id, provider]),
);

/** Whose address this is: the provider that owns the host, or undefined for a server of the user's own. */
export function ownerOfAddress(baseUrl: string): Provider | undefined {
  const hostname = new URL(baseUrl).hostname.replace(/\.$/, "");
  const owns = (pattern: string): boolean => (pattern.startsWith(".") ? hostname.endsWith(pattern) : hostname === pattern);
  return [...providers.values()].find((provider) => provider.hosts.some(owns));
}
