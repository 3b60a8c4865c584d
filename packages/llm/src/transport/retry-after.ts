const longestTimerMs = 2 ** 31 - 1;

/** Milliseconds asked for by `retry-after-ms` or `retry-after` (seconds or an HTTP date), or undefined. */
export function readRetryAfter(headers: Headers | undefined, now: number): number | undefined {
  const milliseconds = headers?.get("retry-after-ms")?.trim() ?? "";
  if (milliseconds !== "") return toDelay(Number(milliseconds));
  const value = headers?.get("retry-after")?.trim() ?? "";
  if (value === "") return undefined;
  const seconds = Number(value);
  return Number.isNaN(seconds) ? toDelay(Date.parse(value) - now) : toDelay(seconds * 1000);
}

function toDelay(ms: number): number | undefined {
  return Number.isFinite(ms) ? Math.min(Math.max(0, Math.ceil(ms)), longestTimerMs) : undefined;
}
