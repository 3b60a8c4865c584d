import { expect, it } from "vitest";
import { HeadTailBuffer } from "./head-tail-buffer.ts";
import { OutputCollector } from "./output-collector.ts";
import { renderBytes } from "./render-bytes.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text);

it.each([1, 3, 10, 64, 1000])("keeps head and tail whatever the pieces (%d bytes each)", (size) => {
  const everything = Array.from({ length: 1000 }, (_, index) => String.fromCharCode(97 + (index % 26))).join("");
  for (const limit of [0, 1, 2, 7, 64, 999, 1000, 2000]) {
    const buffer = new HeadTailBuffer(limit);
    for (let at = 0; at < everything.length; at += size) buffer.append(bytes(everything.slice(at, at + size)));
    const head = Math.ceil(limit / 2);
    const kept = limit >= 1000 ? everything : everything.slice(0, head) + everything.slice(1000 - (limit - head));
    expect(Buffer.from(renderBytes(buffer).bytes).toString()).toBe(kept);
    expect([buffer.total, buffer.dropped]).toEqual([1000, Math.max(0, 1000 - limit)]);
  }
});

it("does not cut characters in the text, and names what it dropped", () => {
  const buffer = new HeadTailBuffer(10);
  buffer.append(bytes("ääääääääää"));
  const { text, bytes: kept } = renderBytes(buffer);
  expect(kept.length).toBe(10);
  expect(text).toBe("ää\n[... 10 bytes dropped ...]\nää");
});

it("interleaves from the moment a second stream appears", () => {
  const output = new OutputCollector(100);
  output.append(1, bytes("a"));
  output.append(1, bytes("b"));
  output.append(2, bytes("C"));
  output.append(1, bytes("d"));
  const collected = output.collected();
  expect(collected).toMatchObject({ stdout: "abd", stderr: "C", output: "abCd", outputBytes: 4, truncated: false });
  const only = new OutputCollector(100);
  only.append(2, bytes("err"));
  expect(only.collected()).toMatchObject({ stdout: "", stderr: "err", output: "err" });
});
