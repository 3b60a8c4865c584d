import type { SandboxLimits } from "@swe/core";

export type ResolvedLimits = { readonly [Name in keyof SandboxLimits]-?: NonNullable<SandboxLimits[Name]> };

const gibibyte = 1024 ** 3;

/** What a sandbox may use when nobody says otherwise: enough to build and test most projects on a small machine. */
const defaultLimits: ResolvedLimits = {
  memoryBytes: 4 * gibibyte,
  cpus: 2,
  pids: 1024,
  lifetimeMs: 2 * 60 * 60 * 1000,
  diskBytes: 20 * gibibyte,
};

export function resolveLimits(...layers: readonly (SandboxLimits | undefined)[]): ResolvedLimits {
  const result: Record<string, number> = { ...defaultLimits };
  for (const layer of layers) {
    for (const [name, value] of Object.entries(layer ?? {})) if (value !== undefined) result[name] = value;
  }
  return result as unknown as ResolvedLimits;
}
