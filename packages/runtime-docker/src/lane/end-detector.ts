/**
 * Passes a stream on until the end mark appears in it, however the mark is cut into pieces. Only a tail that could be the start of the
 * mark is held back.
 */
export class EndDetector {
  readonly #mark: Buffer;
  readonly #trailerBytes: number;
  readonly #sink: (data: Uint8Array) => void;
  #held: Buffer | undefined;
  /** What follows the mark, once all of it is there. */
  trailer: Uint8Array | undefined;
  /** Bytes arrived behind the trailer: somebody else writes to this stream. */
  hasMore = false;

  constructor(mark: Buffer, trailerBytes: number, sink: (data: Uint8Array) => void) {
    this.#mark = mark;
    this.#trailerBytes = trailerBytes;
    this.#sink = sink;
  }

  /** True when this piece completed the mark and its trailer. */
  feed(data: Uint8Array): boolean {
    if (this.trailer !== undefined) {
      this.hasMore ||= data.length > 0;
      return false;
    }
    const buffer = this.#held === undefined ? Buffer.from(data.buffer, data.byteOffset, data.length) : Buffer.concat([this.#held, data]);
    this.#held = undefined;
    const at = buffer.indexOf(this.#mark);
    if (at >= 0) return this.#found(buffer, at);
    const keep = this.#possibleStart(buffer);
    this.#emit(buffer.subarray(0, buffer.length - keep));
    if (keep > 0) this.#held = Buffer.from(buffer.subarray(buffer.length - keep));
    return false;
  }

  #found(buffer: Buffer, at: number): boolean {
    const end = at + this.#mark.length + this.#trailerBytes;
    this.#emit(buffer.subarray(0, at));
    if (buffer.length < end) {
      this.#held = Buffer.from(buffer.subarray(at));
      return false;
    }
    this.trailer = Uint8Array.prototype.slice.call(buffer, end - this.#trailerBytes, end);
    this.hasMore = buffer.length > end;
    return true;
  }

  /** Passes on what was held back: the mark will not come any more. */
  flush(): void {
    if (this.#held !== undefined && this.trailer === undefined) this.#emit(this.#held);
    this.#held = undefined;
  }

  #emit(data: Uint8Array): void {
    if (data.length > 0) this.#sink(data);
  }

  /** Length of the longest tail that is a start of the mark. */
  #possibleStart(buffer: Buffer): number {
    const longest = Math.min(this.#mark.length - 1, buffer.length);
    for (let length = longest; length > 0; length -= 1) {
      if (buffer[buffer.length - length] !== this.#mark[0]) continue;
      if (buffer.compare(this.#mark, 0, length, buffer.length - length) === 0) return length;
    }
    return 0;
  }
}
