import type { Scaffold } from "@swe/agent";
import { InputError } from "@swe/core";

const loaders: Readonly<Record<string, () => Promise<Scaffold>>> = {
  mini_swe_agent: async () => (await import("@swe/scaffolds-mini")).miniSweAgent,
  live_swe_agent: async () => (await import("@swe/scaffolds-live")).liveSweAgent,
  r2egym: async () => (await import("@swe/scaffolds-r2egym")).r2egym,
  openhands: async () => (await import("@swe/scaffolds-openhands")).openhands,
};

export async function loadScaffold(name: string): Promise<Scaffold> {
  const load = Object.hasOwn(loaders, name) ? loaders[name] : undefined;
  if (load !== undefined) return load();
  throw new InputError({ message: `--scaffold: expected one of ${Object.keys(loaders).join(", ")}, got ${JSON.stringify(name)}.` });
}
