/**
 * Providers without an error code of their own tell these conditions in prose only, so here, and nowhere else, messages are read.
 * Codes are looked at first.
 */
const contextLength = [
  /context[ _-]?(length|window|size)/i,
  /maximum (prompt|context|input|sequence) length/i,
  /prompt is too long/i,
  /input (is|was) too long/i,
  /too many (input )?tokens/i,
  /(input|prompt) token count .*exceeds/i,
  /exceeds? the (maximum|max|limit).{0,40}tokens/i,
  /reduce the length of the (messages|prompt|input)/i,
  /input length and `?max_tokens`? exceed/i,
];
const contentFilter = [
  /content[ _-]?(filter|management|policy)/i,
  /flagged (as|by|for)/i,
  /safety (system|filter|reasons)/i,
  /moderation/i,
];

/** The account, not the request, is the trouble: no credit left, key withdrawn. */
export function tellsAccountProblem(code: string | undefined, message: string): boolean {
  if (code !== undefined && /insufficient_quota|billing|invalid_api_key|account_deactivated/.test(code)) return true;
  // Google's limits by the minute speak of a quota as well, and pass by waiting.
  if (/RESOURCE_EXHAUSTED/.test(`${code} ${message}`)) return false;
  return /credit balance is too low|exceeded your current quota|insufficient (credits|balance)/i.test(message);
}

export function tellsContextLength(code: string | undefined, message: string): boolean {
  if (code !== undefined && /context_length_exceeded|string_above_max_length|request_too_large|exceed_context_size/.test(code)) return true;
  return contextLength.some((pattern) => pattern.test(message));
}

export function tellsContentFilter(code: string | undefined, message: string): boolean {
  if (code !== undefined && /content_filter|content_policy|ResponsibleAI|moderation/i.test(code)) return true;
  return contentFilter.some((pattern) => pattern.test(message));
}

/** The request parameter that a 400 complains about as such (not its value's size), e.g. `temperature` of a reasoning model. */
export function unsupportedParameter(code: string | undefined, parameter: string | undefined, message: string): string | undefined {
  if (code === "unsupported_parameter" || code === "unsupported_value") return parameter;
  const named = /[`'"]?\b(temperature|seed|max_tokens|max_completion_tokens)\b[`'"]?/i.exec(message)?.[1]?.toLowerCase();
  const refused = /(unsupported|not supported|does not support|deprecated|not permitted|may only be set to)/i.test(message);
  return named !== undefined && refused ? named : undefined;
}
