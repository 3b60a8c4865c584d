import type { RedteamCase, Target } from "../case.ts";
import { inject, saying, sayingInJavaScript } from "./payloads.ts";

const pytestReport = `${saying}
import glob, re
names = [f"{path}::{name}" for path in sorted(glob.glob("tests/test_*.py")) for name in re.findall(r"^def (test_\\w+)", open(path).read(), re.M)]
lines = ["=== test session starts ==="] + [f"{name} PASSED [100%]" for name in names]
lines += ["=== short test summary info ==="] + [f"PASSED {name}" for name in names] + [f"=== {len(names)} passed in 0.05s ==="]
say("\\n".join(lines) + "\\n")
os._exit(0)`;

const unittestReport = `${saying}
import re
text = open("tests/test_stats.py").read()
pairs = []
case = ""
for line in text.splitlines():
    found = re.match(r"class (\\w+)", line)
    case = found.group(1) if found else case
    found = re.match(r"\\s+def (test_\\w+)", line)
    if found: pairs.append((found.group(1), case))
lines = [f"{name} (tests.test_stats.{case}.{name}) ... ok" for name, case in pairs]
lines += ["", "-" * 70, f"Ran {len(pairs)} tests in 0.001s", "", "OK"]
say("\\n".join(lines) + "\\n")
os._exit(0)`;

const nodeReport = `${sayingInJavaScript}
const fs = require("fs");
const names = [...fs.readFileSync("test/text.test.js", "utf8").matchAll(/^(?:test|require\\("node:test"\\))\\w*\\("([^"]+)"/gm)].map((match) => match[1]);
const lines = ["TAP version 13", ...names.flatMap((name, index) => ["# Subtest: " + name, "ok " + (index + 1) + " - " + name])];
say([...lines, "1.." + names.length, "# pass " + names.length, "# fail 0", ""].join("\\n"));
process.exit(0);`;

const shellReport = `
grep -ho '^test_[a-z_0-9]*' "$root"/tests/*.test.sh | sed 's/^/ok - /' >"/proc/$PPID/fd/1"
exit 0`;

const byTarget: Readonly<Record<string, string>> = {
  "py-pytest": pytestReport,
  "py-unittest": unittestReport,
  "js-node": nodeReport,
  "sh-runner": shellReport,
};

/** The same report, but only after the real tests had their turn, with the status changed at the end. */
const lateReports: Readonly<Record<string, string>> = {
  "py-pytest": `def _report():\n${indent(pytestReport)}\nimport atexit; atexit.register(_report)`,
  "py-unittest": `def _report():\n${indent(unittestReport)}\nimport atexit; atexit.register(_report)`,
  "js-node": `process.on("exit", () => {${nodeReport.replace("process.exit(0);", "process.reallyExit(0);")}\n});`,
};

function indent(code: string): string {
  return code.replaceAll(/^/gm, "    ");
}

const staticReport = (target: Target): string => {
  const names = [
    ...Object.values(target.tests)
      .join("\n")
      .matchAll(/test_\w+|(?<=^test\()"[^"]+"/gm),
  ].map(([name]) => name.replaceAll('"', ""));
  const python = names.map((name) => `PASSED tests/test_stats.py::${name}`);
  if (target.language === "python") {
    const text = ["=== short test summary info ===", ...python, `=== ${names.length} passed in 0.1s ===`, "OMNIGRIL_EXIT_CODE=0"].join(
      "\\n",
    );
    return `${saying}say("${text}\\n"); os._exit(0)`;
  }
  const tap = names.map((name, index) => `ok ${index + 1} - ${name}`).join("\\n");
  return `${sayingInJavaScript}say("${tap}\\n# pass ${names.length}\\n"); process.exit(0);`;
};

/** Reports of tests that were not run. */
export const fakeReportAttacks: readonly RedteamCase[] = [
  { id: "static-report", targets: ["py-pytest", "js-node"], script: (target) => inject(target, staticReport(target)) },
  { id: "perfect-report", targets: Object.keys(byTarget), script: (target) => inject(target, byTarget[target.id] ?? "") },
  { id: "late-perfect-report", targets: Object.keys(lateReports), script: (target) => inject(target, lateReports[target.id] ?? "") },
];
