const firstCapacity = 1024;

/** Keeps the first and the last bytes of a stream, however long it is, in memory that grows with what is kept only. */
export class HeadTailBuffer {
  readonly #headLimit: number;
  readonly #tailLimit: number;
  #head: Uint8Array = new Uint8Array(0);
  #headLength = 0;
  /** A ring once it has grown to the limit; before that it fills from the start. */
  #tail: Uint8Array = new Uint8Array(0);
  #tailTotal = 0;

  constructor(limit: number) {
    this.#headLimit = Math.ceil(limit / 2);
    this.#tailLimit = limit - this.#headLimit;
  }

  /** Bytes appended, kept or not. */
  get total(): number {
    return this.#headLength + this.#tailTotal;
  }

  /** Bytes dropped from the middle. */
  get dropped(): number {
    return Math.max(0, this.#tailTotal - this.#tailLimit);
  }

  /** Copies what it keeps. */
  append(data: Uint8Array): void {
    const toHead = Math.min(this.#headLimit - this.#headLength, data.length);
    if (toHead > 0) {
      this.#head = grown(this.#head, this.#headLength + toHead, this.#headLimit);
      this.#head.set(data.subarray(0, toHead), this.#headLength);
      this.#headLength += toHead;
    }
    if (toHead < data.length) this.#appendTail(data.subarray(toHead));
  }

  #appendTail(data: Uint8Array): void {
    const limit = this.#tailLimit;
    const end = this.#tailTotal + data.length;
    if (limit > 0) {
      this.#tail = grown(this.#tail, Math.min(end, limit), limit);
      const kept = data.length > limit ? data.subarray(data.length - limit) : data;
      const start = (end - kept.length) % limit;
      const first = Math.min(kept.length, limit - start);
      this.#tail.set(kept.subarray(0, first), start);
      this.#tail.set(kept.subarray(first), 0);
    }
    this.#tailTotal = end;
  }

  head(): Uint8Array {
    return this.#head.slice(0, this.#headLength);
  }

  tail(): Uint8Array {
    const limit = this.#tailLimit;
    if (this.#tailTotal <= limit) return this.#tail.slice(0, this.#tailTotal);
    const start = this.#tailTotal % limit;
    const whole = new Uint8Array(limit);
    whole.set(this.#tail.subarray(start), 0);
    whole.set(this.#tail.subarray(0, start), limit - start);
    return limit === 0 ? new Uint8Array(0) : whole;
  }

  clone(): HeadTailBuffer {
    const copy = new HeadTailBuffer(this.#headLimit + this.#tailLimit);
    copy.#head = this.#head.slice();
    copy.#headLength = this.#headLength;
    copy.#tail = this.#tail.slice();
    copy.#tailTotal = this.#tailTotal;
    return copy;
  }
}

function grown(buffer: Uint8Array, needed: number, limit: number): Uint8Array {
  if (buffer.length >= needed) return buffer;
  const bigger = new Uint8Array(Math.min(limit, Math.max(needed, buffer.length * 2, Math.min(firstCapacity, limit))));
  bigger.set(buffer);
  return bigger;
}
