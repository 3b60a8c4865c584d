import type { AttemptRow } from "./attempt-row.ts";

/**
 * The usual unbiased estimate, for every k that all instances have attempts for: 1 - C(n-c, k) / C(n, k), averaged. Undefined
 * when no instance has more than one graded attempt.
 */
export function passAtK(graded: readonly AttemptRow[]): Readonly<Record<string, number>> | undefined {
  const perInstance = new Map<string, { n: number; c: number }>();
  for (const { instanceId, reward } of graded) {
    const counts = perInstance.get(instanceId) ?? { n: 0, c: 0 };
    perInstance.set(instanceId, { n: counts.n + 1, c: counts.c + (reward ?? 0) });
  }
  const counts = [...perInstance.values()];
  const most = Math.max(0, ...counts.map(({ n }) => n));
  if (most < 2) return undefined;
  const fewest = Math.min(...counts.map(({ n }) => n));
  const estimates = Array.from({ length: fewest }, (_, index): [string, number] => {
    const k = index + 1;
    const sum = counts.reduce((total, { n, c }) => total + (1 - chanceOfNone(n, c, k)), 0);
    return [String(k), sum / counts.length];
  });
  return Object.fromEntries(estimates);
}

/** C(n-c, k) / C(n, k) as a product, which does not overflow. */
function chanceOfNone(n: number, c: number, k: number): number {
  if (n - c < k) return 0;
  let chance = 1;
  for (let i = n - c + 1; i <= n; i++) chance *= 1 - k / i;
  return chance;
}
