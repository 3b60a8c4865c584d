import type { RunResult } from "@swe/core";
import { stderrStream } from "../engine/demux-frames.ts";
import { HeadTailBuffer } from "./head-tail-buffer.ts";
import { renderBytes } from "./render-bytes.ts";

const defaultMaxOutputBytes: number = 1024 * 1024;

export type CollectedOutput = Pick<RunResult, "stdout" | "stderr" | "output" | "bytes" | "truncated" | "outputBytes">;

/** Takes both streams of one command as they arrive, in bounded memory. */
export class OutputCollector {
  readonly #stdout: HeadTailBuffer;
  readonly #stderr: HeadTailBuffer;
  /** Absent as long as one stream alone has data: it is the interleaved view then. */
  #output: HeadTailBuffer | undefined;

  constructor(maxOutputBytes: number = defaultMaxOutputBytes) {
    this.#stdout = new HeadTailBuffer(maxOutputBytes);
    this.#stderr = new HeadTailBuffer(maxOutputBytes);
  }

  get total(): number {
    return this.#stdout.total + this.#stderr.total;
  }

  append(stream: number, data: Uint8Array): void {
    if (data.length === 0) return;
    const [own, other] = stream === stderrStream ? [this.#stderr, this.#stdout] : [this.#stdout, this.#stderr];
    if (this.#output === undefined && other.total > 0) this.#output = other.clone();
    own.append(data);
    this.#output?.append(data);
  }

  collected(): CollectedOutput {
    const stdout = renderBytes(this.#stdout);
    const stderr = renderBytes(this.#stderr);
    const output = this.#output === undefined ? (this.#stderr.total > 0 ? stderr : stdout) : renderBytes(this.#output);
    return {
      stdout: stdout.text,
      stderr: stderr.text,
      output: output.text,
      bytes: { stdout: stdout.bytes, stderr: stderr.bytes, output: output.bytes },
      truncated: this.#stdout.dropped + this.#stderr.dropped + (this.#output?.dropped ?? 0) > 0,
      outputBytes: this.total,
    };
  }
}
