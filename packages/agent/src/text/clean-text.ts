/**
 * Text that every reader of a trajectory can take: half surrogate pairs become U+FFFD (encoders of other languages fail on
 * them), NUL becomes its visible sign (some providers refuse it).
 */
export function cleanText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\u2400");
}
