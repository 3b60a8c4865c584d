import type { RunnerId } from "./runner-id.ts";

/** The runner that a data set's test ids were read from, for scripts that hide it behind another command. */
export function runnerOfIds(ids: readonly string[]): RunnerId | undefined {
  if (ids.length === 0) return undefined;
  if (ids.every((id) => /^\S+\.py(?:::|$)/.test(id))) return "pytest";
  if (ids.some((id) => /^\w+ \([\w.]+\)$/.test(id))) return "unittest";
  return undefined;
}
