/** Keeps the first and last `keep` characters of a text that has more than twice as many, with `marker` between them. */
export function clipText(text: string, keep: number, marker: (elided: number) => string): string {
  if (text.length <= keep * 2) return text;
  // Never cut a surrogate pair in half: half a character is not valid in JSON that others read.
  const head = isHighSurrogate(text, keep - 1) ? keep - 1 : keep;
  const tail = isHighSurrogate(text, text.length - keep - 1) ? text.length - keep + 1 : text.length - keep;
  return text.slice(0, head) + marker(tail - head) + text.slice(tail);
}

/** Keeps the first `keep` characters and adds `marker` where something was dropped. */
export function clipEnd(text: string, keep: number, marker: string): string {
  if (text.length <= keep) return text;
  return text.slice(0, isHighSurrogate(text, keep - 1) ? keep - 1 : keep) + marker;
}

function isHighSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xd800 && unit <= 0xdbff;
}
