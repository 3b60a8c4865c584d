import { expect, it } from "vitest";
import { createDemux } from "./demux-frames.ts";

function frame(stream: number, text: string): Buffer {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

it.each([1, 2, 3, 7, 8, 9, 1000])("puts streams together again from pieces of %d bytes", (size) => {
  const whole = Buffer.concat([frame(1, "hello "), frame(2, "oops"), frame(1, ""), frame(1, "wörld"), frame(2, "x".repeat(300))]);
  const seen: Record<number, Buffer[]> = { 1: [], 2: [] };
  const demux = createDemux((stream, data) => seen[stream]?.push(Buffer.from(data)));
  for (let at = 0; at < whole.length; at += size) demux(whole.subarray(at, at + size));
  expect(Buffer.concat(seen[1] ?? []).toString()).toBe("hello wörld");
  expect(Buffer.concat(seen[2] ?? []).toString()).toBe(`oops${"x".repeat(300)}`);
});
