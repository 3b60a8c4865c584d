/** Counts the tokens of a short text. */
export type CountTokens = (text: string) => number;

// Byte-pair encoders take time in the square of a run without a break (a line of 100 000 equal signs: seconds), so none is longer.
const sliceCharacters = 400;
const wholeCharacters = 400_000;
const sampleCharacters = 100_000;

/** The tokens of any text in time linear in its length; a text too long to be worth it is judged by its two ends. */
export function countTextTokens(text: string, count: CountTokens): number {
  if (text.length <= wholeCharacters) return countSlices(text, count);
  const sample = countSlices(text.slice(0, sampleCharacters), count) + countSlices(text.slice(-sampleCharacters), count);
  return Math.round((sample * text.length) / (2 * sampleCharacters));
}

function countSlices(text: string, count: CountTokens): number {
  const seen = new Map<string, number>();
  let total = 0;
  for (let at = 0; at < text.length;) {
    const end = sliceEnd(text, at);
    const slice = text.slice(at, end);
    const tokens = seen.get(slice) ?? count(slice);
    seen.set(slice, tokens);
    total += tokens;
    at = end;
  }
  return total;
}

/** Cuts before the last line or word of a slice where there is one, since no token spans that place. */
function sliceEnd(text: string, start: number): number {
  const limit = start + sliceCharacters;
  if (limit >= text.length) return text.length;
  const newline = text.lastIndexOf("\n", limit);
  if (newline > start + sliceCharacters / 2) return newline;
  const space = text.lastIndexOf(" ", limit);
  return space > start + sliceCharacters / 2 ? space : limit;
}
