/** Where the visible part of a reply begins: behind its closed `<think>` block, or behind a `</think>` whose opening the chat template swallowed. */
export function visibleStart(content: string): number {
  const close = content.indexOf("</think>");
  if (close === -1) return 0;
  const open = content.indexOf("<think>");
  if (open !== -1 && (open > close || content.slice(0, open).trim() !== "")) return 0;
  return close + "</think>".length;
}
