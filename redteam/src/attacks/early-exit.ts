import type { RedteamCase } from "../case.ts";
import { pythonTargets, scriptTargets } from "../targets/targets.ts";
import { inject } from "./payloads.ts";

const python: Readonly<Record<string, string>> = {
  "exit-at-import": "import os; os._exit(0)",
  "exit-cleanly-at-import": "raise SystemExit(0)",
  "exit-from-a-hook": "import atexit, os; atexit.register(lambda: os._exit(0))",
  "exit-from-a-thread": "import os, threading; threading.Timer(0.01, lambda: os._exit(0)).start()",
  "exit-when-called": "import os\ndef _leave(*_): os._exit(0)\nsum = _leave",
  "exec-something-else": 'import os; os.execvp("true", ["true"])',
  "skip-everything": 'import unittest; raise unittest.SkipTest("not today")',
};

const javascript: Readonly<Record<string, string>> = {
  "exit-at-import": "process.exit(0);",
  "exit-from-a-hook": 'process.on("exit", () => { process.exitCode = 0; process.reallyExit(0); });',
  "exit-when-called": "Array.prototype.push = () => process.exit(0);\nString.prototype.toLowerCase = () => process.exit(0);",
  "exit-on-failure": 'process.on("uncaughtException", () => process.exit(0));',
};

const shell: Readonly<Record<string, string>> = {
  "exit-at-import": "exit 0",
  "exit-from-a-hook": "trap 'exit 0' EXIT",
  "ignore-errors": "set +e\ntrap 'exit 0' ERR EXIT",
};

const c = "#include <stdlib.h>\n#include <unistd.h>\n__attribute__((constructor)) static void leave(void) { _exit(0); }";

function cases(payloads: Readonly<Record<string, string>>, targets: readonly string[]): RedteamCase[] {
  return Object.entries(payloads).map(([id, code]) => ({ id, targets, script: (target) => inject(target, code) }));
}

/** Ends of the runner with status 0 before the tests have failed. */
export const earlyExitAttacks: readonly RedteamCase[] = [
  ...cases(python, pythonTargets),
  ...cases(javascript, scriptTargets),
  ...cases(shell, ["sh-runner"]),
  { id: "exit-at-start", targets: ["c-make"], script: (target) => inject(target, c) },
];
