const signatures: readonly (readonly [string, string])[] = [
  ["\u0089PNG", "a PNG image"],
  ["\u00ff\u00d8\u00ff", "a JPEG image"],
  ["GIF8", "a GIF image"],
  ["%PDF", "a PDF document"],
  ["PK\u0003\u0004", "a zip archive"],
  ["\u001f\u008b", "gzip data"],
  ["BZh", "bzip2 data"],
  ["\u00fd7zXZ", "xz data"],
  ["\u007fELF", "an ELF program or library"],
  ["\u00ca\u00fe\u00ba\u00be", "a Java class"],
  ["\u0000asm", "a WebAssembly module"],
  ["SQLite format 3", "an SQLite database"],
  ["\u00ff\u00fe", "UTF-16 text"],
  ["\u00fe\u00ff", "UTF-16 text"],
];

/** What kind of binary file these bytes begin, or undefined for text. Like git, a NUL among the first 8000 bytes decides. */
export function describeBinary(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 8000)).toString("latin1");
  if (!head.includes("\0")) return undefined;
  return signatures.find(([start]) => head.startsWith(start))?.[1] ?? "binary data";
}
