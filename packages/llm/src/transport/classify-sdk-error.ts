import { SweError } from "@swe/core";
import { classifyFault, type ProviderFault } from "./classify-status.ts";
import { readRetryAfter } from "./retry-after.ts";
import { TransientFailure } from "./transient-failure.ts";

interface Facts {
  readonly where: string;
  readonly keyVariable?: string | undefined;
  readonly now: number;
}

/** Fields that the error classes of both SDKs share. */
interface SdkApiError {
  readonly status?: number;
  readonly code?: unknown;
  readonly type?: unknown;
  readonly error?: unknown;
  readonly headers?: Headers;
  readonly message: string;
}

/**
 * Turns what an SDK threw into a typed error or a `TransientFailure`. The SDK's error itself is not kept as a cause: it
 * holds the request's headers.
 */
export function classifySdkError(error: unknown, facts: Facts): Error {
  if (SweError.isInstance(error) || error instanceof TransientFailure) return error;
  if (!(error instanceof Error)) return new TransientFailure({ kind: "connection", message: `${facts.where}: ${String(error)}` });
  const { status } = error as SdkApiError;
  if (typeof status === "number") return classifyFault(faultOf(error as SdkApiError, status, facts));
  if (error instanceof SyntaxError) {
    return new TransientFailure({ kind: "malformed_answer", message: `${facts.where} sent broken JSON: ${error.message}` });
  }
  return new TransientFailure({ kind: "connection", message: `No answer from ${facts.where}: ${deepestMessage(error)}` });
}

export function sdkFault(error: unknown, facts: Facts): ProviderFault | undefined {
  const status = error instanceof Error ? (error as SdkApiError).status : undefined;
  return typeof status === "number" ? faultOf(error as SdkApiError, status, facts) : undefined;
}

/** The request parameter that the provider names in its error, where it does. */
export function faultParameter(error: unknown): string | undefined {
  return textOf((error as { param?: unknown } | null)?.param);
}

function faultOf(error: SdkApiError, statusCode: number, facts: Facts): ProviderFault {
  const inner = innerError(error.error);
  return {
    statusCode,
    code: textOf(error.code) ?? textOf(inner?.["code"]) ?? textOf(error.type) ?? textOf(inner?.["type"]) ?? textOf(inner?.["status"]),
    message: textOf(inner?.["message"]) ?? plainMessage(error.message),
    retryAfterMs: readRetryAfter(error.headers, facts.now),
    where: facts.where,
    keyVariable: facts.keyVariable,
  };
}

/** Both `{error: {...}}` and its inside occur, depending on SDK and server. */
function innerError(body: unknown): Record<string, unknown> | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const { error } = body as { error?: unknown };
  return typeof error === "object" && error !== null ? (error as Record<string, unknown>) : (body as Record<string, unknown>);
}

/** An HTML error page says nothing that its first words do not. */
function plainMessage(message: string): string {
  const text = message
    .replaceAll(/<(script|style)[\s\S]*?<\/\1>|<[^>]*>/gi, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  return text.slice(0, 500);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function deepestMessage(error: Error): string {
  const messages: string[] = [];
  for (let inner: unknown = error; inner instanceof Error && messages.length < 4; inner = inner.cause) {
    const text = inner.message === "" ? ((inner as { code?: string }).code ?? inner.name) : inner.message;
    if (!messages.includes(text)) messages.push(text);
  }
  return messages.join(": ");
}
