const lists = /^\s*\w*(?:OBJ|SRC|SOURCE|FILES|HEADER|MODULE|HDR)\w*\s*[:+?]?=\s*(.*)$/i;
const libraries = /^\s*(?:LDLIBS|LIBS)\s*[:+?]?=\s*(?:-l\w+\s*)*$/;
const names = /^[\w./+%$(){}\s-]*\\?$/;
const objectRule = /^\S*\.o\s*:[\w./+\s$()-]*$/;

/** A line that can only add sources, objects or libraries to a build. */
function isHarmless(line: string, before: string): boolean {
  if (line.trim() === "" || line.trim().startsWith("#")) return true;
  if (line.startsWith("\t")) return before.endsWith("\\") && names.test(line) && !line.includes("$(shell");
  const list = lists.exec(line)?.[1];
  if (list !== undefined) return names.test(list) && !list.includes("$(shell");
  return libraries.test(line) || objectRule.test(line) || (/^\s/.test(line) && before.endsWith("\\") && names.test(line));
}

/** Whether a Makefile differs from the base's only in lists of files and libraries, so that the recipes of the tests are the base's. */
export function isHarmlessMakefileEdit(base: string, edited: string): boolean {
  const baseLines = base.split("\n");
  const editedLines = edited.split("\n");
  const differs = (lines: readonly string[], others: readonly string[]): boolean => {
    const known = new Set(others);
    return lines.every((line, index) => known.has(line) || isHarmless(line, lines[index - 1] ?? ""));
  };
  const order = (lines: readonly string[], others: readonly string[]): string[] => lines.filter((line) => others.includes(line));
  const sameOrder = order(baseLines, editedLines).join("\n") === order(editedLines, baseLines).join("\n");
  return sameOrder && differs(editedLines, baseLines) && differs(baseLines, editedLines);
}
