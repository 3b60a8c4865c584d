/** The text of a top-level member of a JSON object as it stands in the line, or undefined where there is none. */
export function topLevelText(json: string, name: string): string | undefined {
  const wanted = JSON.stringify(name);
  let depth = 0;
  let start: number | undefined;
  for (let index = 0; index < json.length; index++) {
    const char = json[index];
    if (char === '"') {
      const end = endOfString(json, index);
      if (depth === 1 && start === undefined && json.startsWith(wanted, index) && end === index + wanted.length - 1) {
        const colon = skipSpace(json, end + 1);
        if (json[colon] === ":") {
          start = skipSpace(json, colon + 1);
          index = colon;
          continue;
        }
      }
      index = end;
    } else if (char === "{" || char === "[") depth++;
    else if (char === "}" || char === "]") depth--;
    const isOver = start !== undefined && (depth === 0 || (depth === 1 && json[index + 1] === ","));
    if (isOver) return json.slice(start, depth === 0 ? index : index + 1).trim();
  }
  return undefined;
}

function endOfString(json: string, start: number): number {
  let index = start + 1;
  while (index < json.length && json[index] !== '"') index += json[index] === "\\" ? 2 : 1;
  return index;
}

function skipSpace(json: string, index: number): number {
  let at = index;
  while (at < json.length && /\s/.test(json[at] ?? "")) at++;
  return at;
}
