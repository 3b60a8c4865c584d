import { isUtf8 } from "node:buffer";

/** One JSON value of a file, not parsed yet. */
export interface RawValue {
  /** The value's own text, possibly with white space around it. */
  readonly text: string;
  /** Line of the file on which it starts, from 1. */
  readonly line: number;
}

export interface SyntaxFault {
  readonly message: string;
  readonly line: number;
}

export interface JsonSplitter {
  push(chunk: Uint8Array): void;
  /** To be called once, behind the last chunk. */
  end(): void;
}

export interface JsonSplitterSettings {
  readonly onValue: (value: RawValue) => void;
  readonly onFault: (fault: SyntaxFault) => void;
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const newline = 0x0a;
const openList = 0x5b;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

const isSpace = (byte: number): boolean => byte === 0x20 || byte === newline || byte === 0x0d || byte === 0x09;

type Mode = "start" | "list" | "lines" | "undecided" | "document" | "done" | "stopped";

/**
 * Cuts a JSON list, JSON lines, or one JSON document into the texts of its values while it is being read, so that a file may
 * be larger than the longest string of the language. Only cuts: whether a text is valid JSON is for the caller to find out.
 */
export function createJsonSplitter(settings: JsonSplitterSettings): JsonSplitter {
  return new Splitter(settings);
}

class Splitter implements JsonSplitter {
  readonly #settings: JsonSplitterSettings;
  #mode: Mode = "start";
  #line = 1;
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** Parts of the current value that came with earlier chunks. */
  #parts: Uint8Array[] = [];
  #from = 0;
  #valueLine = 1;
  #blank = true;
  #bom: number[] = [];
  #afterComma = false;

  constructor(settings: JsonSplitterSettings) {
    this.#settings = settings;
  }

  push(chunk: Uint8Array): void {
    this.#from = 0;
    for (let at = 0; at < chunk.length && this.#mode !== "stopped"; at++) {
      const byte = chunk[at] ?? 0;
      if (this.#inString) at = this.#skipString(chunk, at);
      else if (this.#mode === "start") this.#start(byte, at);
      else if (this.#mode === "done") this.#trailing(byte);
      else this.#structure(chunk, at, byte);
      if (byte === newline && !this.#inString) this.#line++;
    }
    const started = this.#mode !== "start" && this.#mode !== "done" && this.#mode !== "stopped";
    if (started && this.#from < chunk.length) this.#parts.push(chunk.subarray(this.#from));
  }

  end(): void {
    if (this.#mode === "stopped" || this.#mode === "done") return;
    if (this.#mode === "list") {
      if (!this.#blank) this.#emit([]);
      this.#fault("the list is not closed: the file ends too early");
    } else if (!this.#blank) this.#emit([]);
  }

  #skipString(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (this.#escaped) this.#escaped = false;
      else if (byte === backslash) this.#escaped = true;
      else if (byte === quote) {
        this.#inString = false;
        return at;
      } else if (byte === newline) {
        // A raw line break is never part of a JSON string: outside of a list it ends a broken line.
        if (this.#mode === "undecided") this.#mode = "lines";
        this.#inString = this.#mode !== "lines";
        this.#endLine(chunk, at);
        this.#line++;
        if (!this.#inString) return at;
      }
    }
    return chunk.length;
  }

  #start(byte: number, at: number): void {
    if (this.#line === 1 && this.#bom.length < 3 && [0xef, 0xbb, 0xbf, 0xff, 0xfe, 0].includes(byte)) {
      this.#bom.push(byte);
      const utf8 = [0xef, 0xbb, 0xbf].every((expected, index) => index >= this.#bom.length || this.#bom[index] === expected);
      if (!utf8) this.#stop("the file is not UTF-8 text; save it as UTF-8");
      return;
    }
    if (isSpace(byte)) return;
    if (byte === openList) {
      this.#mode = "list";
      this.#from = at + 1;
    } else if (byte === openObject) {
      this.#mode = "undecided";
      this.#from = at;
      this.#depth = 1;
      this.#blank = false;
      this.#valueLine = this.#line;
    } else this.#stop("the file is neither a JSON list nor JSON lines: it starts with something else than [ or {");
  }

  #trailing(byte: number): void {
    if (!isSpace(byte)) this.#stop("there is more text behind the end of the list");
  }

  #structure(chunk: Uint8Array, at: number, byte: number): void {
    if (byte === newline && this.#mode !== "list" && this.#mode !== "document") this.#endLine(chunk, at);
    if (isSpace(byte)) return;
    if (this.#mode === "list" && this.#depth === 0 && (byte === comma || byte === closeList)) {
      this.#endElement(chunk, at, byte);
      return;
    }
    if (this.#blank) {
      this.#blank = false;
      this.#valueLine = this.#line;
    }
    if (byte === quote) this.#inString = true;
    else if (byte === openObject || byte === openList) this.#depth++;
    else if ((byte === closeObject || byte === closeList) && this.#depth > 0) this.#depth--;
  }

  /** A line break outside of a list: the first one decides between JSON lines and one document over several lines. */
  #endLine(chunk: Uint8Array, at: number): void {
    if (this.#mode === "undecided") this.#mode = this.#depth === 0 ? "lines" : "document";
    if (this.#mode !== "lines") return;
    if (!this.#blank) this.#emit([chunk.subarray(this.#from, at)]);
    this.#reset(at + 1);
  }

  #endElement(chunk: Uint8Array, at: number, byte: number): void {
    const empty = this.#blank && (byte === comma || this.#afterComma);
    if (empty) this.#fault("there is nothing between two commas of the list, or behind its last one");
    if (!this.#blank) this.#emit([chunk.subarray(this.#from, at)]);
    this.#afterComma = byte === comma;
    this.#reset(at + 1);
    if (byte === closeList) this.#mode = "done";
  }

  #emit(last: readonly Uint8Array[]): void {
    const bytes = Buffer.concat([...this.#parts, ...last]);
    // Several times faster than a TextDecoder that checks by itself.
    if (!isUtf8(bytes)) {
      this.#settings.onFault({ message: "the entry is not valid UTF-8 text", line: this.#valueLine });
      return;
    }
    this.#settings.onValue({ text: bytes.toString(), line: this.#valueLine });
  }

  #reset(from: number): void {
    this.#parts = [];
    this.#from = from;
    this.#blank = true;
    this.#depth = 0;
  }

  #fault(message: string): void {
    this.#settings.onFault({ message, line: this.#line });
  }

  #stop(message: string): void {
    this.#fault(message);
    this.#mode = "stopped";
  }
}
