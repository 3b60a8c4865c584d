import type { z } from "zod";

/** Parses a line of a journal; what is wrong is told in one line. */
export function parseRow<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
  throw new TypeError(`it is no row of ours: ${place}${issue?.message ?? ""}`);
}
