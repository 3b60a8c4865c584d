const cloudRemedy =
  "Use the model through openrouter/... or anthropic/..., or put an OpenAI-compatible gateway in front of it and name it openai/MODEL with LLM_BASE_URL set.";

/** Prefixes that are known and not supported, with what to do instead. */
export const refusedPrefixes: ReadonlyMap<string, string> = new Map(
  ["bedrock", "bedrock_converse", "vertex_ai", "vertex_ai_beta", "sagemaker", "sagemaker_chat", "watsonx", "oci"].map((id) => [
    id,
    `Its requests are signed with cloud credentials, which are not supported. ${cloudRemedy}`,
  ]),
);
