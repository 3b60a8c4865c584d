import { findTestPatch } from "./find-test-patch.ts";

/** The script with another test patch in its here-document. Undefined when it has none, or one that the shell would expand. */
export function replaceTestPatch(evalScript: string, testPatch: string): string | undefined {
  const lines = evalScript.split("\n");
  const heredoc = findTestPatch(lines);
  if (heredoc === undefined) return undefined;
  const command = lines[heredoc.commandLine] ?? "";
  const isQuoted = /<<-?[ \t]*['"\\]/.test(command);
  const body = testPatch.replace(/\n$/, "").split("\n");
  const isSafe = (line: string): boolean => line !== heredoc.delimiter && (isQuoted || !/[$`\\]/.test(line));
  const isStripped = /<<-/.test(command) && body.some((line) => line.startsWith("\t"));
  if (isStripped || !body.every(isSafe)) return undefined;
  return [...lines.slice(0, heredoc.bodyStart), ...body, ...lines.slice(heredoc.endLine)].join("\n");
}
