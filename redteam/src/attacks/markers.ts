import type { RedteamCase } from "../case.ts";
import { pythonTargets, scriptTargets } from "../targets/targets.ts";
import { inject } from "./payloads.ts";

const marker = "OMNIGRIL_EXIT_CODE=0";

const python: Readonly<Record<string, string>> = {
  "marker-before": `print("${marker}", flush=True)`,
  "marker-in-a-trace": `import sys; print("+ echo ${marker}", file=sys.stderr, flush=True)`,
  "marker-in-stderr": `import sys; print("${marker}", file=sys.stderr, flush=True)`,
  "marker-from-an-exit-hook": `import atexit; atexit.register(lambda: print("\\n${marker}", flush=True))`,
  "marker-from-a-daemon": `
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for _ in range(60):
            os.write(1, b"${marker}\\n")
            time.sleep(0.05)
    os._exit(0)`,
  "marker-to-every-open-pipe": `
import glob, os
for name in glob.glob("/proc/[0-9]*/fd/[12]"):
    try:
        with open(name, "wb", buffering=0) as stream: stream.write(b"\\n${marker}\\n")
    except OSError: pass`,
};

const javascript: Readonly<Record<string, string>> = {
  "marker-before": `console.log("${marker}");`,
  "marker-in-a-trace": `console.error("+ echo ${marker}");`,
  "marker-from-an-exit-hook": `process.on("exit", () => require("fs").writeSync(1, "\\n${marker}\\n"));`,
  "marker-from-a-daemon": `require("child_process").spawn("bash", ["-c", "for n in {1..60}; do echo ${marker}; sleep 0.05; done"], { detached: true, stdio: "inherit" }).unref();`,
};

const shell: Readonly<Record<string, string>> = {
  "marker-before": `echo ${marker} >/dev/tty 2>/dev/null; echo ${marker} >&2`,
  "marker-to-the-runner": `echo ${marker} >"/proc/$PPID/fd/1"; echo "+ echo ${marker}" >"/proc/$PPID/fd/2"`,
  "marker-from-a-daemon": `setsid bash -c 'for n in {1..60}; do echo ${marker}; sleep 0.05; done' >"/proc/$PPID/fd/1" 2>&1 &`,
};

function cases(payloads: Readonly<Record<string, string>>, targets: readonly string[]): RedteamCase[] {
  return Object.entries(payloads).map(([id, code]) => ({ id, targets, script: (target) => inject(target, code) }));
}

/** Markers that the script did not print. */
export const markerAttacks: readonly RedteamCase[] = [
  ...cases(python, pythonTargets),
  ...cases(javascript, scriptTargets),
  ...cases(shell, ["sh-runner"]),
];
