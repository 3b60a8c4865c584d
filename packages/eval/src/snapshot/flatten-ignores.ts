/** The text of one ignore file. `folder` is relative to the root of the tree without a slash at the end, "" for the root. */
export interface IgnoreSource {
  readonly folder: string;
  readonly text: string;
}

/**
 * One flat list of ignore patterns, relative to the root, that means what the files at their places meant. It stands for
 * the rules from the start however the agent edits them later. Sources come in ascending precedence; nested ones are put
 * behind shallower ones. Text is one character a byte (Latin-1), so that names in any encoding survive.
 */
export function flattenIgnores(sources: readonly IgnoreSource[]): string {
  const lines: string[] = [];
  for (const source of sources.toSorted((a, b) => depth(a.folder) - depth(b.folder))) {
    if (source.folder.includes("\n")) continue;
    const text = source.text.startsWith(utf8ByteOrderMark) ? source.text.slice(utf8ByteOrderMark.length) : source.text;
    for (const line of text.split("\n")) {
      const pattern = line.endsWith("\r") ? line.slice(0, -1) : line;
      if (pattern.trim() === "" || pattern.startsWith("#")) continue;
      lines.push(source.folder === "" ? pattern : below(source.folder, pattern));
    }
  }
  return lines.map((line) => `${line}\n`).join("");
}

const utf8ByteOrderMark = "\u00EF\u00BB\u00BF";

function depth(folder: string): number {
  return folder === "" ? 0 : folder.split("/").length;
}

function below(folder: string, pattern: string): string {
  const negated = pattern.startsWith("!");
  // A leading backslash protects "#" and "!" at the start of a line; behind a folder they need no protection, and "\#" still matches "#".
  const body = negated ? pattern.slice(1) : pattern;
  const anchored = body.replace(/\/\s*$/, "").includes("/");
  const prefix = `/${folder.replaceAll(/[*?[\\]/g, String.raw`\$&`)}/`;
  const rest = anchored ? body.replace(/^\//, "") : `**/${body}`;
  return `${negated ? "!" : ""}${prefix}${rest}`;
}
