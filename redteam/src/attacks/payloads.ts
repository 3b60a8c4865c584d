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
