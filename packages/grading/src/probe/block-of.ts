const start =
  /^(\s*)(?:(?:export\s+|public\s+|private\s+|protected\s+|static\s+|async\s+|pub\s+)*(?:(def|func|function|fn|void|int|bool|class)\s+)?(\w+)\s*(?:\(\)\s*\{|\()|(?:it|test|specify|@test)(?:\.\w+)*\s*[("'`])/;
const testName = /^(?:test|it$|specify$|should|_*test)|_test$/i;
const jsTest = /^\s*(?:it|test|specify)(?:\.\w+)*\s*\(|^\s*@test\b/;

/** Line on which the test that holds a line starts: the nearest one above that is less indented and opens a test, with nothing else opened between. */
export function blockOf(lines: readonly string[], number: number): number | undefined {
  const indentOf = (line: string): number => line.length - line.trimStart().length;
  let indent = indentOf(lines[number] ?? "");
  for (let at = number - 1; at >= 0; at--) {
    const line = lines[at] ?? "";
    if (line.trim() === "" || indentOf(line) >= indent) continue;
    indent = indentOf(line);
    if (jsTest.test(line)) return at;
    const [, , keyword, name = ""] = start.exec(line) ?? [];
    if (keyword === "class") return undefined;
    // A shell function has no keyword and a brace instead.
    if (name !== "" && (keyword !== undefined || /\(\)\s*\{?\s*$/.test(line))) return testName.test(name) ? at : undefined;
  }
  return undefined;
}
