import { stderrStream } from "../engine/demux-frames.ts";
import { type CollectedOutput, OutputCollector } from "../output/output-collector.ts";

/** Keeps all of stdout as bytes (a file's content) up to a limit, and little of stderr (why it could not be read). */
export class ByteSink {
  #chunks: Uint8Array[] = [];
  #size = 0;
  readonly #maxBytes: number;
  readonly #onOverflow: () => void;
  readonly #complaint = new OutputCollector(8192);

  constructor(maxBytes: number, onOverflow: () => void) {
    this.#maxBytes = maxBytes;
    this.#onOverflow = onOverflow;
  }

  append(stream: number, data: Uint8Array): void {
    if (stream === stderrStream) {
      this.#complaint.append(stream, data);
      return;
    }
    if (this.#size > this.#maxBytes) return;
    this.#size += data.length;
    if (this.#size <= this.#maxBytes) {
      this.#chunks.push(new Uint8Array(data)); // A slice of a Buffer would be a view of it.
      return;
    }
    this.#chunks = [];
    this.#onOverflow();
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.#chunks);
  }

  collected(): CollectedOutput {
    return this.#complaint.collected();
  }
}
