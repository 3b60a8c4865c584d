import { findHeredocs, type Heredoc } from "./find-heredocs.ts";

const usualDelimiter = "EOF_114329324912";
const applies = /\bgit\b[^|;&]*\bapply\b|(?:^|[\s;&|(])patch\s/;

/** The here-document that carries the test patch: the one with the usual delimiter, else the first that feeds `git apply` or `patch`. */
export function findTestPatch(lines: readonly string[]): Heredoc | undefined {
  const heredocs = findHeredocs(lines);
  const feeds = heredocs.filter((heredoc) => applies.test(lines[heredoc.commandLine] ?? ""));
  return (
    feeds.find((heredoc) => heredoc.delimiter === usualDelimiter) ??
    feeds[0] ??
    heredocs.find((heredoc) => heredoc.delimiter === usualDelimiter)
  );
}
