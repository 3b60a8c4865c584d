import { ContentFilterError, ContextLengthError, ModelAuthError, ModelRequestError } from "@swe/core";
import { tellsAccountProblem, tellsContentFilter, tellsContextLength } from "./error-patterns.ts";
import { type FailureKind, TransientFailure } from "./transient-failure.ts";

export interface ProviderFault {
  /** Undefined where an answer with status 200 carries an error without a numeric code. */
  readonly statusCode: number | undefined;
  readonly code?: string | undefined;
  readonly message: string;
  readonly retryAfterMs?: number | undefined;
  /** Who answered, for messages, e.g. `openai at http://127.0.0.1:8000/v1`. */
  readonly where: string;
  /** Variable or option that holds the key, for the remedy. */
  readonly keyVariable?: string | undefined;
}

/** The error that a provider's refusal stands for: typed and final, or transient. */
export function classifyFault(fault: ProviderFault): Error {
  const { statusCode, code, where } = fault;
  const status = statusCode === undefined ? "" : ` (${statusCode})`;
  const told = fault.message === "" ? "" : `: ${fault.message.slice(0, 2000)}`;
  const overloaded = statusCode === undefined || statusCode === 408 || statusCode === 409 || statusCode === 429 || statusCode >= 500;
  if (tellsAccountProblem(code, fault.message)) return authError(fault, `The account was refused by ${where}${status}${told}`);
  if (statusCode !== 429 && tellsContextLength(code, fault.message)) {
    return new ContextLengthError({ message: `The conversation is too long for the model at ${where}${status}${told}`, statusCode });
  }
  if (tellsContentFilter(code, fault.message) && (!overloaded || statusCode === undefined)) {
    return new ContentFilterError({ message: `The content filter of ${where} refused the request${status}${told}`, statusCode });
  }
  if (overloaded) {
    const message = `${where} answered with an error${status}${told}`;
    return new TransientFailure({ kind: kindOf(statusCode), message, statusCode, retryAfterMs: fault.retryAfterMs });
  }
  if (statusCode === 401 || statusCode === 402 || statusCode === 403)
    return authError(fault, `The key was refused by ${where}${status}${told}`);
  return new ModelRequestError({
    message: `The request was refused by ${where}${status}${told}`,
    remedy:
      statusCode === 404 ? "Check the model's name and the address; addresses of OpenAI-compatible servers usually end in /v1." : undefined,
    statusCode,
  });
}

function authError(fault: ProviderFault, message: string): ModelAuthError {
  const holder = fault.keyVariable ?? "the API key";
  const remedy = fault.statusCode === 402 ? "Add credit to the account or lower the request's limits." : `Check ${holder}.`;
  return new ModelAuthError({ message, remedy, statusCode: fault.statusCode });
}

function kindOf(statusCode: number | undefined): FailureKind {
  if (statusCode === 429) return "rate_limited";
  if (statusCode === 503 || statusCode === 529) return "overloaded";
  if (statusCode === 408) return "timeout";
  return statusCode === 409 ? "conflict" : "server_error";
}
