import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { commandPrologue, printBytes } from "./command-prologue.ts";
import { EndDetector } from "./end-detector.ts";
import { decodeLaneTrailer, encodeLaneRequest } from "./lane-request.ts";
import { drawNonce } from "./nonce.ts";
import { commandTags, TagPool } from "./tags.ts";

it.each([1, 2, 5, 31, 33, 1000])("finds the end however it is cut (%d bytes each), and nothing else", (size) => {
  const mark = "0123456789abcdef0123456789abcdef";
  // Half a mark, a mark with one wrong digit: part of the output.
  const output = `start 0123456789abcdef01234567 ${mark.slice(0, 31)}0 more 0123`;
  const stream = Buffer.from(`${output}${mark}trailer!`);
  const seen: Buffer[] = [];
  const detector = new EndDetector(Buffer.from(mark), 8, (data) => seen.push(Buffer.from(data)));
  let completed = 0;
  for (let at = 0; at < stream.length; at += size) if (detector.feed(stream.subarray(at, at + size))) completed += 1;
  expect(Buffer.concat(seen).toString()).toBe(output);
  expect([completed, Buffer.from(detector.trailer ?? []).toString(), detector.hasMore]).toEqual([1, "trailer!", false]);
  detector.feed(Buffer.from("late"));
  expect(detector.hasMore).toBe(true);
});

it("passes on what it held back when the end never comes", () => {
  const seen: Buffer[] = [];
  const detector = new EndDetector(Buffer.from("abcdef"), 0, (data) => seen.push(Buffer.from(data)));
  detector.feed(Buffer.from("xyzabc"));
  expect(Buffer.concat(seen).toString()).toBe("xyz");
  detector.flush();
  expect(Buffer.concat(seen).toString()).toBe("xyzabc");
});

it("encodes a request by its byte lengths", () => {
  const nonce = "f".repeat(32);
  const request = encodeLaneRequest({ kind: "R", tag: "0b3", ownProcesses: 3, prologue: Buffer.from("p=1"), command: "echo ü", nonce });
  expect(request.toString()).toBe(`R-0b30003000000003000000007p=1echo ü${nonce}`);
  const plain = encodeLaneRequest({ kind: "F", tag: "0b3", ownProcesses: 12, prologue: new Uint8Array(0), command: "true", nonce });
  expect(plain.toString()).toBe(`Fa0b30012000000000000000004true${nonce}`);
});

it("decodes a reply", () => {
  expect(decodeLaneTrailer(Buffer.from("137010000000002"))).toEqual({
    status: 137,
    hasSurvivors: false,
    isHeld: true,
    isStale: false,
    isExhausted: false,
    isNearlyExhausted: false,
    oomKills: 2,
  });
  expect(decodeLaneTrailer(Buffer.from("000001000000000"))).toMatchObject({ isStale: true, oomKills: 0 });
});

it("draws numbers that are all different", () => {
  const drawn = new Set(Array.from({ length: 2000 }, drawNonce));
  expect(drawn.size).toBe(2000);
  for (const nonce of drawn) expect(nonce).toMatch(/^[0-9a-f]{32}$/);
});

it("prints exactly the bytes it is given", () => {
  const all = Uint8Array.from({ length: 1024 }, (_, index) => (index * 7) % 256);
  const printed = execFileSync("bash", ["--norc"], { input: printBytes(all) });
  expect(printed.equals(Buffer.from(all))).toBe(true);
});

it("refuses surroundings that a shell cannot have", () => {
  expect(() => commandPrologue({ env: { "a-b": "1" } })).toThrow("environment variable");
  expect(() => commandPrologue({ cwd: "relative" })).toThrow("absolute");
  expect(commandPrologue({}).length).toBe(0);
});

it("has 31 tags that keep the default bits, and reuses those of survivors last", () => {
  expect(new Set(commandTags).size).toBe(31);
  for (const tag of commandTags) expect(Number.parseInt(tag, 16) & 0x33).toBe(0x33);
  expect(commandTags).not.toContain("033");
  const pool = new TagPool();
  const taken = commandTags.map(() => pool.take());
  expect(new Set(taken).size).toBe(31);
  const [first = "", second = "", third = ""] = taken;
  pool.giveBack(first, true);
  pool.giveBack(second, true);
  expect([pool.isEmpty, pool.take()]).toEqual([true, first]);
  pool.giveBack(third, false);
  expect(pool.take()).toBe(third);
  pool.reclaim(new Set([first]));
  expect(pool.take()).toBe(second);
});
