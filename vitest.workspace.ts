import { defineConfig, type ViteUserConfig } from "vitest/config";

// Sources are resolved without a build through the "@swe/source" export condition.
const conditions = ["@swe/source", "module", "node", "development|production"];
const shared = {
  resolve: { conditions },
  ssr: { resolve: { conditions } },
};
const common = {
  environment: "node" as const,
  mockReset: true,
  restoreMocks: true,
  unstubEnvs: true,
};
const everywhere = ["packages", "apps", "redteam", "samples", "bench", "examples", "test", "scripts"];
const exclude = ["**/node_modules/**", "**/dist/**", "runs/**"];

/**
 * unit: `*.test.ts`, no Docker, runs anywhere in seconds.
 * docker: `*.docker.test.ts`, needs an engine; without one it fails when CI or SWE_REQUIRE_DOCKER is set.
 */
const config: ViteUserConfig = defineConfig({
  test: {
    reporters: ["default", "./test/closing-line-reporter.ts", "./test/silence-reporter.ts"],
    projects: [
      {
        ...shared,
        test: {
          ...common,
          name: "unit",
          include: everywhere.map((folder) => `${folder}/**/*.test.ts`),
          exclude: [...exclude, "**/*.docker.test.ts"],
          testTimeout: 30_000,
        },
      },
      {
        ...shared,
        test: {
          ...common,
          name: "docker",
          include: everywhere.map((folder) => `${folder}/**/*.docker.test.ts`),
          exclude,
          globalSetup: ["./test/require-docker.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          maxWorkers: 2,
          // A shared CI machine may stall an engine for seconds; a test that needed its second try is reported as flaky.
          retry: process.env["CI"] === undefined ? 0 : 1,
        },
      },
    ],
  },
});

export default config;
