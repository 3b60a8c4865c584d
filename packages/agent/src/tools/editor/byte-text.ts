import { isUtf8 } from "node:buffer";

/**
 * The bytes of a file as a string with one character a byte. Edits work on this view, so whatever they do not touch stays
 * as it was: tabs, line ends, byte-order marks and bytes that are valid in no encoding.
 */
export type ByteText = string;

/** `latin1` stands for every file that is not UTF-8: each byte is shown as the character of that number. */
export type TextEncoding = "utf8" | "latin1";

export function toByteText(bytes: Uint8Array): ByteText {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

export function fromByteText(text: ByteText): Uint8Array {
  return Buffer.from(text, "latin1");
}

export function encodingOf(bytes: Uint8Array): TextEncoding {
  return isUtf8(bytes) ? "utf8" : "latin1";
}

/** Text to show. */
export function decode(text: ByteText, encoding: TextEncoding): string {
  return encoding === "utf8" ? Buffer.from(text, "latin1").toString("utf8") : text;
}

/** A text of the model as bytes. Falls back to UTF-8 for characters that the encoding does not have. */
export function encode(text: string, encoding: TextEncoding): ByteText {
  // eslint-disable-next-line no-control-regex -- the range of Latin-1 begins at NUL
  if (encoding === "latin1" && /^[\u0000-\u00ff]*$/.test(text)) return text;
  return Buffer.from(text, "utf8").toString("latin1");
}
