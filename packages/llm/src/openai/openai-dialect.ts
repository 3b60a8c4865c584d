import type { Route } from "../routing/route-model.ts";

/** How servers that speak the same protocol differ. */
export interface OpenAiDialect {
  readonly maxTokensField: "max_tokens" | "max_completion_tokens";
  /** In which field the model's earlier reasoning goes back; `none` where the server refuses unknown fields. */
  readonly reasoning: "none" | "reasoning" | "reasoning_content";
  readonly authHeader: "Authorization" | "api-key";
  /** Ask for the price of the call in the answer. */
  readonly wantsCost: boolean;
  /** Mark what the provider should keep in its prompt cache. */
  readonly cacheMarks: boolean;
}

export function openAiDialect(route: Pick<Route, "provider" | "model" | "isOwnAddress">): OpenAiDialect {
  const { id } = route.provider;
  const isOpenRouter = id === "openrouter" && route.isOwnAddress;
  const isStrict = (id === "openai" && route.isOwnAddress) || id === "azure";
  return {
    maxTokensField: isStrict ? "max_completion_tokens" : "max_tokens",
    reasoning: isStrict ? "none" : id === "openrouter" ? "reasoning" : "reasoning_content",
    authHeader: id === "azure" ? "api-key" : "Authorization",
    wantsCost: isOpenRouter,
    cacheMarks: isOpenRouter && route.model.startsWith("anthropic/"),
  };
}
