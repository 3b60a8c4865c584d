/** A tool's answer under these notes; an error keeps its place at the beginning. */
export function addNotes(text: string, notes: readonly string[]): string {
  return (text.startsWith("ERROR:") ? [text, ...notes] : [...notes, text]).join("\n");
}
