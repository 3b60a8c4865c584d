/** What can be read of an `error` object or text in an answer with status 200. */
export interface ErrorBody {
  readonly statusCode: number | undefined;
  readonly code: string | undefined;
  readonly message: string;
}

/** Statuses that error types stand for where the answer itself said 200. */
const statusOfType: ReadonlyMap<string, number> = new Map([
  ["invalid_request_error", 400],
  ["authentication_error", 401],
  ["permission_error", 403],
  ["not_found_error", 404],
  ["request_too_large", 413],
  ["rate_limit_error", 429],
  ["api_error", 500],
  ["overloaded_error", 529],
]);

export function readErrorBody(value: unknown): ErrorBody {
  if (typeof value !== "object" || value === null) return { statusCode: undefined, code: undefined, message: String(value) };
  const { code, type, status, message } = value as { code?: unknown; type?: unknown; status?: unknown; message?: unknown };
  const numeric = Number(code);
  const given = Number.isInteger(numeric) && numeric >= 400 && numeric < 600 ? numeric : undefined;
  const statusCode = given ?? (typeof type === "string" ? statusOfType.get(type) : undefined);
  const name = [code, type, status].find((candidate) => typeof candidate === "string" && Number.isNaN(Number(candidate)));
  return { statusCode, code: name as string | undefined, message: typeof message === "string" ? message : JSON.stringify(value) };
}
