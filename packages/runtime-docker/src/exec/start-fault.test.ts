import { expect, it } from "vitest";
import { startFault } from "./start-fault.ts";

const failed = "OCI runtime exec failed: exec failed: unable to start container process: ";
const end = { exitCode: 126, started: false };

it.each([
  "read init-p: connection reset by peer: unknown\r\n",
  "resource temporarily unavailable: unknown",
  "cannot allocate memory: unknown",
])("tells a fault of the engine: %j", (why) => {
  expect(startFault(end, failed + why)).toBe((failed + why).trim());
});

it.each([
  ["a missing program", end, `${failed}exec: "nothing": executable file not found in $PATH: unknown`],
  ["a missing folder", end, `${failed}chdir to cwd ("/no") set in config.json failed: no such file or directory: unknown`],
  ["a missing user", end, "unable to find user nobodyhere: no matching entries in passwd file"],
  ["a command that says the same", { exitCode: 126, started: true }, `${failed}resource temporarily unavailable`],
  ["another status", { exitCode: 1, started: false }, `${failed}resource temporarily unavailable`],
])("takes for a result: %s", (_name, ended, said) => {
  expect(startFault(ended, said)).toBeUndefined();
});
