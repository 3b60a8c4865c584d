/** How a file makes its program fail when it comes to its end, by the ending of its name. */
const ends: readonly (readonly [RegExp, string])[] = [
  [/\.py$/, "raise SystemExit(97)"],
  [/\.[cm]?js$/, "process.exit(97);"],
  [/\.(?:sh|bash)$/, "exit 97"],
];
/** May never come to its end, for a reason of its own. */
const leaves = /^(?:if __name__\b|sys\.exit|exit\b|quit\(|raise\b|unittest\.main|process\.exit|throw\b|exec\b)|^\s*process\.exit/m;

/**
 * A script of tests that fails when it comes to its end, which tells whether anything ended it before with status 0. Undefined
 * when that cannot be told of the file.
 */
export function plantEnd(path: string, text: string): string | undefined {
  const end = ends.find(([pattern]) => pattern.test(path))?.[1];
  return end === undefined || leaves.test(text) ? undefined : `${text}${text.endsWith("\n") ? "" : "\n"}${end}\n`;
}
