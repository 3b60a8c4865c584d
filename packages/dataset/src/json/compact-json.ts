const quote = 0x22;

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

/** Position behind the string that starts with the quote at `start` of a valid JSON text. */
export function endOfString(text: string, start: number): number {
  let end = start + 1;
  for (;;) {
    end = text.indexOf('"', end);
    if (end === -1) return text.length;
    let backslashes = 0;
    while (text.charAt(end - 1 - backslashes) === "\\") backslashes++;
    end++;
    if (backslashes % 2 === 0) return end;
  }
}

/** A valid JSON text without the white space between its tokens; tokens stay as they were written. */
export function compactJson(text: string): string {
  const pieces: string[] = [];
  let from = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (isSpace(code)) {
      if (at > from) pieces.push(text.slice(from, at));
      while (at < text.length && isSpace(text.charCodeAt(at))) at++;
      from = at;
    } else at++;
  }
  if (from === 0) return text;
  pieces.push(text.slice(from));
  return pieces.join("");
}
