/** A file name that stands for `id` alone: it stays in its folder and two ids never share one. */
export function safeFileName(id: string): string {
  const encoded = encodeURIComponent(id).replaceAll("*", "%2A");
  return encoded.startsWith(".") ? `%2E${encoded.slice(1)}` : encoded;
}
