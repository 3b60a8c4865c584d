import type { Target } from "../case.ts";

const sources: Readonly<Record<Target["language"], string>> = {
  python: "calc/stats.py",
  javascript: "lib/text.js",
  shell: "lib/size.sh",
  c: "src/clamp.c",
};

/** Bash that puts code in front of the broken source, to run inside of the tests. */
export function inject(target: Target, code: string): string {
  const file = sources[target.language];
  const text = Buffer.from(`${code}\n`).toString("base64");
  return `{ printf %s '${text}' | base64 -d; cat '${file}'; } >/tmp/injected && cat /tmp/injected >'${file}'`;
}

/** Bash that puts code behind it. */
export function injectAfter(target: Target, code: string): string {
  return `printf %s '${Buffer.from(`\n${code}\n`).toString("base64")}' | base64 -d >>'${sources[target.language]}'`;
}

/** Python that writes to the log of the script itself, past whatever the test runner captures. */
export const saying = `
import os
def say(text):
    text = text if isinstance(text, bytes) else text.encode()
    for name in (f"/proc/{os.getppid()}/fd/1", "/proc/self/fd/1"):
        try:
            with open(name, "wb", buffering=0) as stream: return stream.write(text)
        except OSError: pass
`;

/** The same for JavaScript. */
export const sayingInJavaScript = `
const say = (text) => {
  const fs = require("fs");
  let pid = process.ppid;
  try { if (fs.readFileSync("/proc/" + pid + "/comm", "utf8").startsWith("node")) pid = fs.readFileSync("/proc/" + pid + "/stat", "utf8").split(") ")[1].split(" ")[1]; } catch {}
  for (const name of ["/proc/" + pid + "/fd/1", "/proc/self/fd/1"]) try { fs.writeFileSync(name, text); return; } catch {}
};
`;

/** A plug-in of pytest that reports every test as passed. */
export const allPassPlugin = `import pytest


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    report.outcome = "passed"
    report.longrepr = None
`;
