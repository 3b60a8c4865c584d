import { describe, expect, it } from "vitest";
import { engineConnection } from "./engine-connection.ts";
import { normalizeArgv } from "./normalize-argv.ts";
import { parseSize } from "./parse-size.ts";
import { readSettings } from "./read-settings.ts";
import type { TransferArguments } from "./transfer-options.ts";

it("passes over the -- that package managers leave in front", () => {
  expect(normalizeArgv(["--", "--max_workers", "2"])).toEqual(["--max-workers", "2"]);
});

it("takes both spellings of a flag and leaves values alone", () => {
  expect(normalizeArgv(["--max_workers", "2", "--model_name=a_b/c_d", "in_put", "--", "--a_b"])).toEqual([
    "--max-workers",
    "2",
    "--model-name=a_b/c_d",
    "in_put",
    "--",
    "--a_b",
  ]);
});

it.each([
  ["20", 20e9],
  ["20G", 20e9],
  ["1.5 TB", 1.5e12],
  ["500m", 500e6],
  ["100b", 100],
])("reads the size %s", (text, bytes) => {
  expect(parseSize("--x", text)).toBe(bytes);
});

describe("engine", () => {
  it.each([
    [{}, undefined],
    [{ DOCKER_HOST: "unix:///run/d.sock" }, { socketPath: "/run/d.sock" }],
    [{ DOCKER_HOST: "tcp://10.0.0.1:4000" }, { host: "10.0.0.1", port: 4000, protocol: "http" }],
    [
      { DOCKER_HOST: "tcp://10.0.0.1", DOCKER_TLS_VERIFY: "1" },
      { host: "10.0.0.1", port: 2376, protocol: "https" },
    ],
  ])("of %j", (environment, connection) => {
    expect(engineConnection(environment)).toEqual(connection);
  });

  it("is refused when its address is of no use", () => {
    expect(() => engineConnection({ DOCKER_HOST: "ssh://host" })).toThrow('DOCKER_HOST is "ssh://host"');
  });
});

it("reads limits from the environment", () => {
  const args = { "eval-timeout": 20, "build-timeout": 60, "max-iterations": 3 } as TransferArguments;
  expect(readSettings(args, { MAX_PATCH_CHARS: "10", SELF_CHECK_MAX_REVISIONS: "4" })).toMatchObject({
    evalTimeoutMs: 20_000,
    buildTimeoutMs: 60_000,
    maxIterations: 3,
    maxPatchChars: 10,
    selfCheckMaxRevisions: 4,
  });
});
