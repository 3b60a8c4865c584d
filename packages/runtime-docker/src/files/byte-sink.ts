import { stderrStream } from "../engine/demux-frames.ts";
import { type CollectedOutput, OutputCollector } from "../output/output-collector.ts";

/** Keeps all of stdout as bytes (a file's content) and little of stderr (why it could not be read). */
export class ByteSink {
  readonly #chunks: Uint8Array[] = [];
  readonly #complaint = new OutputCollector(8192);

  append(stream: number, data: Uint8Array): void {
    if (stream === stderrStream) this.#complaint.append(stream, data);
    else this.#chunks.push(data.slice());
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.#chunks);
  }

  collected(): CollectedOutput {
    return this.#complaint.collected();
  }
}
