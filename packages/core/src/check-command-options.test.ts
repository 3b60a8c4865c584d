import { expect, it } from "vitest";
import { checkCommandOptions, type ExecOptions, type RunOptions } from "./index.ts";

it.each<[RunOptions, string]>([
  [{ cwd: "relative" }, "absolute"],
  [{ cwd: "/a\0b" }, "absolute"],
  [{ env: { "": "1" } }, "name"],
  [{ env: { "A=B": "1" } }, "name"],
  [{ env: { A: "x\0y" } }, "variable A"],
  [{ timeoutMs: Number.NaN }, "timeoutMs"],
  [{ timeoutMs: -1 }, "timeoutMs"],
  [{ idleTimeoutMs: -1 }, "idleTimeoutMs"],
  [{ maxOutputBytes: -1 }, "maxOutputBytes"],
  [{ maxOutputBytes: 1.5 }, "maxOutputBytes"],
  [{ maxOutputBytes: Infinity }, "maxOutputBytes"],
])("refuses %j", (options, named) => {
  expect(() => checkCommandOptions(options)).toThrow(named);
});

it.each<RunOptions | ExecOptions>([
  {},
  { cwd: "/", env: { A: "" }, timeoutMs: Infinity, idleTimeoutMs: 0, maxOutputBytes: 0 },
  { env: undefined, user: "root" },
])("takes %j", (options) => {
  expect(() => checkCommandOptions(options)).not.toThrow();
});
