/** The test that a line belongs to. */
export interface TestBlock {
  /** Line on which it starts, from 0. */
  readonly line: number;
  /** As it stands there; empty when it is put together while the tests run. */
  readonly name: string;
}

const keyword =
  /^\s*(?:(?:export|public|private|protected|static|async|pub|default|final|virtual|inline)\s+)*(def|func|function|fn|void|int|bool|class)\s+(\w+)/;
/** A shell function has no keyword and a brace instead. */
const shellFunction = /^\s*(\w+)\s*\(\)\s*\{?\s*$/;
const testName = /^(?:test|should|_*test)|_test$/i;
const called = /^\s*(?:it|test|specify)(?:\.\w+)*\s*\(\s*(?:(["'`])(.*?)\1)?/;
const bats = /^\s*@test\s+"(.*?)"/;

/** What a line opens: a test with its name (empty when it is put together at run time), something else (null), or nothing. */
function opened(line: string): string | null | undefined {
  const call = called.exec(line) ?? undefined;
  if (call !== undefined) return (call[2] ?? "").includes("${") ? "" : (call[2] ?? "");
  const quoted = bats.exec(line)?.[1];
  if (quoted !== undefined) return quoted;
  const [, word, named = ""] = keyword.exec(line) ?? [];
  const name = named === "" ? (shellFunction.exec(line)?.[1] ?? "") : named;
  if (name === "") return undefined;
  return word !== "class" && testName.test(name) ? name : null;
}

/** Names of the tests that start in these lines. */
export function namesOfTests(lines: readonly string[]): string[] {
  return lines.map(opened).filter((name) => typeof name === "string" && name !== "") as string[];
}

/** The test around a line: the nearest line above that is less indented and opens one, with no other function or class opened between. */
export function blockOf(lines: readonly string[], number: number): TestBlock | undefined {
  const indentOf = (line: string): number => line.length - line.trimStart().length;
  let indent = indentOf(lines[number] ?? "");
  for (let at = number - 1; at >= 0; at--) {
    const line = lines[at] ?? "";
    if (line.trim() === "" || indentOf(line) >= indent) continue;
    indent = indentOf(line);
    const name = opened(line);
    if (name !== undefined) return name === null ? undefined : { line: at, name };
  }
  return undefined;
}
