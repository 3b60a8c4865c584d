/** Whether these lines of a shell command end inside a here-document. */
export function hasOpenHereDocument(lines: readonly string[]): boolean {
  const waiting: { readonly word: string; readonly tabs: boolean }[] = [];
  for (const line of lines) {
    const current = waiting[0];
    if (current !== undefined) {
      const bare = line.replace(/\r$/, "");
      if ((current.tabs ? bare.replace(/^\t+/, "") : bare) === current.word) waiting.shift();
      continue;
    }
    for (const match of line.matchAll(/(?<!<)<<(-?)[ \t]*(?:'([^']+)'|"([^"]+)"|\\?([A-Za-z_][\w.-]*))/g)) {
      waiting.push({ word: match[2] ?? match[3] ?? match[4] ?? "", tabs: match[1] === "-" });
    }
  }
  return waiting.length > 0;
}
