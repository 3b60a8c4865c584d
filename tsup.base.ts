import { defineConfig, type Options } from "tsup";

export type TsupConfig = ReturnType<typeof defineConfig>;

/** One build for every package: ESM for Node 22.18 and newer, one bundle an entry point, types beside it. */
export function packageBuild(entry: Record<string, string>, overrides: Options = {}): TsupConfig {
  return defineConfig({
    entry,
    format: "esm",
    target: "node22.18",
    platform: "node",
    dts: { compilerOptions: { noEmit: false, isolatedDeclarations: false, customConditions: [], incremental: false } },
    clean: true,
    sourcemap: true,
    splitting: true,
    ...overrides,
  });
}
