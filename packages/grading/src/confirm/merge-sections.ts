interface Section {
  readonly name: string;
  readonly text: string;
}

const header = /^\s*\[+\s*([^\]#;]+?)\s*\]+/;

function readSections(text: string): Section[] {
  const sections: { name: string; lines: string[] }[] = [{ name: "", lines: [] }];
  for (const line of text.split("\n")) {
    const name = header.exec(line)?.[1];
    if (name !== undefined) sections.push({ name, lines: [] });
    sections.at(-1)?.lines.push(line);
  }
  return sections.map(({ name, lines }) => ({ name, text: lines.join("\n") }));
}

/**
 * The edited file with the base's version of every section that matters to tests (TOML or INI). Undefined when what is left of the
 * edit still speaks of tests: then nobody can say that it is harmless.
 */
export function mergeSections(base: string, edited: string, isTestSection: (name: string) => boolean): string | undefined {
  const own = readSections(edited).filter(({ name }) => !isTestSection(name));
  const theirs = readSections(base).filter(({ name }) => isTestSection(name));
  const baseLines = new Set(base.split("\n"));
  const added = own.flatMap(({ text }) => text.split("\n")).filter((line) => !baseLines.has(line));
  if (added.some((line) => /pytest|unittest|addopts|testpaths|python_files|harness|test_suite|cmdclass|entry.points/i.test(line)))
    return undefined;
  return [...own, ...theirs].map(({ text }) => text).join("\n");
}
