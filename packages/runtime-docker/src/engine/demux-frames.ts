/** Number of stderr in the engine's frames; stdout is 1. */
export const stderrStream = 2;

export type FrameSink = (stream: number, data: Uint8Array) => void;

const headerBytes = 8;

/**
 * Splits the engine's multiplexed stream (8-byte header: stream number, three zeroes, length in big endian) as it arrives. Pieces of
 * a frame are handed on at once and are views of the chunk: a sink that keeps them has to copy.
 */
export function createDemux(sink: FrameSink): (chunk: Uint8Array) => void {
  const header = new Uint8Array(headerBytes);
  let headerFilled = 0;
  let stream = 0;
  let remaining = 0;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (remaining === 0) {
        const taken = Math.min(headerBytes - headerFilled, chunk.length - at);
        header.set(chunk.subarray(at, at + taken), headerFilled);
        headerFilled += taken;
        at += taken;
        if (headerFilled < headerBytes) return;
        headerFilled = 0;
        stream = header[0] ?? 0;
        remaining = (header[4] ?? 0) * 2 ** 24 + ((header[5] ?? 0) << 16) + ((header[6] ?? 0) << 8) + (header[7] ?? 0);
        continue;
      }
      const taken = Math.min(remaining, chunk.length - at);
      remaining -= taken;
      sink(stream, chunk.subarray(at, at + taken));
      at += taken;
    }
  };
}
