/** Reads what `wc -c <file; cat file` printed for several files: a decimal length on a line, then that many bytes. */
export function readFrames(output: Uint8Array): Buffer[] {
  const bytes = Buffer.from(output.buffer, output.byteOffset, output.byteLength);
  const frames: Buffer[] = [];
  for (let position = 0; position < bytes.length;) {
    const lineEnd = bytes.indexOf(0x0a, position);
    const length = lineEnd < 0 ? Number.NaN : Number(bytes.toString("latin1", position, lineEnd).trim());
    if (!Number.isSafeInteger(length) || length < 0 || lineEnd + 1 + length > bytes.length) break;
    frames.push(bytes.subarray(lineEnd + 1, lineEnd + 1 + length));
    position = lineEnd + 1 + length;
  }
  return frames;
}

/** Items of a list in which each one ends with a zero byte. */
export function splitZero(bytes: Uint8Array, encoding: "utf8" | "latin1" = "utf8"): string[] {
  return Buffer.from(bytes)
    .toString(encoding)
    .split("\0")
    .filter((item) => item !== "");
}
