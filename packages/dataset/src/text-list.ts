/**
 * A list of texts as data sets write it: a list, a JSON list inside a string, or a Python list literal inside a string.
 * Numbers become text. undefined when it is none of these.
 */
export function parseTextList(value: unknown): readonly string[] | undefined {
  if (Array.isArray(value)) {
    return value.every((item) => typeof item === "string" || typeof item === "number") ? value.map(String) : undefined;
  }
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  if (text === "") return [];
  if (!text.startsWith("[")) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parseTextList(parsed) : undefined;
  } catch {
    return parsePythonList(text);
  }
}

const pythonItem = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*(,|\])/y;

function parsePythonList(text: string): readonly string[] | undefined {
  const items: string[] = [];
  if (/^\[\s*\]$/.test(text)) return items;
  pythonItem.lastIndex = 1;
  for (;;) {
    const match = pythonItem.exec(text);
    if (match === null) return undefined;
    items.push(unescapePython(match[1] ?? match[2] ?? ""));
    if (match[3] === "]") return pythonItem.lastIndex === text.length ? items : undefined;
    if (/^\s*\]$/.test(text.slice(pythonItem.lastIndex))) return items;
  }
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

function unescapePython(text: string): string {
  return text.replaceAll(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)/gs, (_whole, escape: string) =>
    escape.length > 1 ? String.fromCodePoint(Number.parseInt(escape.slice(1), 16)) : (escapes[escape] ?? escape),
  );
}
