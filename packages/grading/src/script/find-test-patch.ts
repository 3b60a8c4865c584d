import { findHeredocs, type Heredoc } from "./find-heredocs.ts";

const usualDelimiter = "EOF_114329324912";
const applies = /\bgit\b[^|;&]*\bapply\b|(?:^|[\s;&|(])patch\s/;

/** A file that is written first and applied later. */
function isPatch(lines: readonly string[], { bodyStart, endLine }: Heredoc): boolean {
  const body = lines.slice(bodyStart, endLine);
  return (
    body.some((line) => line.startsWith("--- ")) &&
    body.some((line) => line.startsWith("+++ ")) &&
    body.some((line) => line.startsWith("@@ -"))
  );
}

/**
 * The here-document that carries the test patch: one that feeds `git apply` or `patch`, best with the usual delimiter; else one with
 * the usual delimiter, else one that holds a patch.
 */
export function findTestPatch(lines: readonly string[]): Heredoc | undefined {
  const heredocs = findHeredocs(lines);
  const feeds = heredocs.filter((heredoc) => applies.test(lines[heredoc.commandLine] ?? ""));
  return (
    feeds.find((heredoc) => heredoc.delimiter === usualDelimiter) ??
    feeds[0] ??
    heredocs.find((heredoc) => heredoc.delimiter === usualDelimiter) ??
    heredocs.find((heredoc) => isPatch(lines, heredoc))
  );
}
