import type { RedteamCase } from "../case.ts";
import { pythonTargets, scriptTargets } from "../targets/targets.ts";
import { inject, saying, sayingInJavaScript } from "./payloads.ts";

const marker = "OMNIGRIL_EXIT_CODE=0";

const python: Readonly<Record<string, string>> = {
  "marker-before": `${saying}say("${marker}\\n")`,
  "marker-in-a-trace": `${saying}say("+ echo ${marker}\\n")`,
  "marker-in-stderr": `import sys; print("${marker}", file=sys.stderr, flush=True)`,
  "marker-from-an-exit-hook": `${saying}\nimport atexit; atexit.register(lambda: say("\\n${marker}\\n"))`,
  "marker-from-a-daemon": `
${saying}
import time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for _ in range(60):
            say("${marker}\\n")
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
  "marker-before": `${sayingInJavaScript}say("${marker}\\n");`,
  "marker-in-a-trace": `${sayingInJavaScript}say("+ echo ${marker}\\n");`,
  "marker-from-an-exit-hook": `${sayingInJavaScript}process.on("exit", () => say("\\n${marker}\\n"));`,
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
