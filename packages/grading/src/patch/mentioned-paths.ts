const simpleEscapes: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, "\\": 92 };

/** Undoes git's C-style quoting of a file name; octal escapes are bytes of UTF-8. */
function unquotePath(text: string): string {
  if (!text.startsWith('"')) return text;
  const bytes: Uint8Array[] = [];
  const encoder = new TextEncoder();
  for (const [part] of text.replace(/^"|"$/g, "").matchAll(/\\[0-7]{1,3}|\\.|[^\\]+/gs)) {
    const octal = /^\\([0-7]+)$/.exec(part)?.[1];
    const simple = part.startsWith("\\") ? simpleEscapes[part.charAt(1)] : undefined;
    if (octal !== undefined) bytes.push(Uint8Array.of(Number.parseInt(octal, 8)));
    else if (simple !== undefined) bytes.push(Uint8Array.of(simple));
    else bytes.push(encoder.encode(part));
  }
  return new TextDecoder().decode(Buffer.concat(bytes));
}

function fileName(field: string, prefixed: boolean): string | undefined {
  const quoted = field.startsWith('"');
  const name = unquotePath(quoted ? field.slice(0, field.lastIndexOf('"') + 1) : field.replace(/\t.*$/, "").replace(/\r$/, ""));
  if (name === "/dev/null" || name === "") return undefined;
  return prefixed ? name.replace(/^[^/]*\//, "") : name;
}

function namesInHeader(rest: string): (string | undefined)[] {
  if (rest.startsWith('"')) {
    const [first = "", second = ""] = rest.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
    return [fileName(first, true), fileName(second, true)];
  }
  const quotedSecond = /^(\S+) (".*")$/.exec(rest);
  if (quotedSecond !== null) return [fileName(quotedSecond[1] ?? "", true), fileName(quotedSecond[2] ?? "", true)];
  // `a/x y b/x y`: without quotes both halves name the same file unless a rename line says otherwise.
  return [...rest.matchAll(/ (?=[^/ ]+\/)/g)].flatMap(({ index }) => [
    fileName(rest.slice(0, index), true),
    fileName(rest.slice(index + 1), true),
  ]);
}

/**
 * Every path that a patch could touch, relative to the repository. Meant for guarding files, so it errs on the side of too many:
 * a line of a hunk that looks like a header is read as one. Works for git patches, plain unified diffs and binary patches.
 */
export function mentionedPaths(patch: string): string[] {
  const found = new Set<string>();
  for (const line of patch.split("\n")) {
    const header = /^(diff --git |--- |\+\+\+ |rename (?:from|to) |copy (?:from|to) |Index: )(.+)$/.exec(line);
    if (header === null) continue;
    const [, kind = "", rest = ""] = header;
    const names = kind === "diff --git " ? namesInHeader(rest.replace(/\r$/, "")) : [fileName(rest, kind === "--- " || kind === "+++ ")];
    for (const name of names) if (name !== undefined && isInside(name)) found.add(name);
  }
  return [...found];
}

function isInside(path: string): boolean {
  return path !== "" && !path.startsWith("/") && !path.split("/").includes("..");
}
