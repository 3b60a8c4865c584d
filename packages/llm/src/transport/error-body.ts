/** What can be read of an `error` object or text in an answer with status 200. */
export interface ErrorBody {
  readonly statusCode: number | undefined;
  readonly code: string | undefined;
  readonly message: string;
}

export function readErrorBody(value: unknown): ErrorBody {
  if (typeof value !== "object" || value === null) return { statusCode: undefined, code: undefined, message: String(value) };
  const { code, type, message } = value as { code?: unknown; type?: unknown; message?: unknown };
  const numeric = Number(code);
  const statusCode = Number.isInteger(numeric) && numeric >= 400 && numeric < 600 ? numeric : undefined;
  const name = [code, type].find((candidate) => typeof candidate === "string" && Number.isNaN(Number(candidate)));
  return { statusCode, code: name as string | undefined, message: typeof message === "string" ? message : JSON.stringify(value) };
}
