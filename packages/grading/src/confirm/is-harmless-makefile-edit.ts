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

/** What a compiler may be given besides: sources and libraries of the patch are as good as the patch. */
const harmlessToken =
  /^(?:(?:\$\(\w+\)\/)?[\w./%+-]+\.(?:c|cc|cpp|cxx|o|a|h|hpp|S)|-l\w+|-[IL][\w./-]+|-std=[\w+]+|-pthread|-f(?:PIC|pic)|-g|-O[0-3s]|-W[\w-]+)$/;

/** The edited line is the base's with nothing but sources, libraries and the like put in. */
function isInsertion(base: string, edited: string): boolean {
  if (base.startsWith("\t") !== edited.startsWith("\t")) return false;
  const left = base.trim().split(/\s+/);
  for (const token of edited.trim().split(/\s+/)) {
    if (token === left[0]) left.shift();
    else if (!harmlessToken.test(token)) return false;
  }
  return left.length === 0;
}

/** Whether a Makefile differs from the base's only in lists of files and libraries, so that the recipes of the tests are the base's. */
export function isHarmlessMakefileEdit(base: string, edited: string): boolean {
  const baseLines = base.split("\n");
  const known = new Set(baseLines);
  // Lines with something put in count as the base's own.
  const editedLines = edited
    .split("\n")
    .map((line) => (known.has(line) ? line : (baseLines.find((old) => old.trim() !== "" && isInsertion(old, line)) ?? line)));
  const differs = (lines: readonly string[], others: readonly string[]): boolean => {
    const same = new Set(others);
    return lines.every((line, index) => same.has(line) || isHarmless(line, lines[index - 1] ?? ""));
  };
  const order = (lines: readonly string[], others: readonly string[]): string[] => lines.filter((line) => others.includes(line));
  const sameOrder = order(baseLines, editedLines).join("\n") === order(editedLines, baseLines).join("\n");
  return sameOrder && differs(editedLines, baseLines) && differs(baseLines, editedLines);
}
