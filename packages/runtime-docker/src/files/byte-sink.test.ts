import { expect, it } from "vitest";
import { ByteSink } from "./byte-sink.ts";

it("keeps content up to its limit and lets go of it all beyond, saying so once", () => {
  let overflows = 0;
  const sink = new ByteSink(6, () => (overflows += 1));
  const piece = Buffer.from("abc");
  sink.append(1, piece);
  sink.append(1, piece);
  piece.fill("x");
  expect([Buffer.from(sink.bytes()).toString(), overflows]).toEqual(["abcabc", 0]);
  sink.append(2, Buffer.from("why"));
  for (let more = 0; more < 3; more += 1) sink.append(1, piece);
  expect([sink.bytes().length, overflows, sink.collected().stderr]).toEqual([0, 1, "why"]);
});
