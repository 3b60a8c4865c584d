import { InputError } from "@swe/core";
import { describe, expect, it } from "vitest";
import { parseDataset } from "./index.ts";

const row = (id: string, extra = ""): string =>
  `{ "instance_id": ${JSON.stringify(id)}, "repo": "a/b", "dockerfile": "FROM x", "eval_script": "true"${extra} }`;
const ids = (text: string): string[] => parseDataset(text).entries.map(({ instance }) => instance.instanceId);

describe("shapes of a file", () => {
  it.each([
    ["a list", `[${row("a-1")},\n ${row("a-2")}]\n`],
    ["a list behind a byte order mark", `\uFEFF  [${row("a-1")},${row("a-2")}]`],
    ["JSON lines", `${row("a-1")}\n${row("a-2")}`],
    ["JSON lines with blank lines, CRLF and a byte order mark", `\uFEFF${row("a-1")}\r\n\r\n${row("a-2")}\r\n\r\n`],
  ])("reads %s", (_name, text) => {
    expect(ids(text)).toEqual(["a-1", "a-2"]);
  });

  it("reads one object over several lines as one entry", () => {
    expect(ids(JSON.stringify(JSON.parse(row("a-1")), null, 2))).toEqual(["a-1"]);
  });

  it.each([
    ["", "has no entries"],
    ["[]", "has no entries"],
    [" [ ] ", "has no entries"],
    ["hello", "neither a JSON list nor JSON lines"],
    ["\u0000", "not UTF-8"],
    [`[${row("a-1")}`, "not closed"],
    [`[${row("a-1")}] x`, "behind the end"],
    [`[${row("a-1")},]`, "nothing between"],
    [`[,${row("a-1")}]`, "nothing between"],
    [`[${row("a-1")}${row("a-2")}]`, "entry 0 (line 1): is not valid JSON"],
    [`${row("a-1")}\n{"instance_id": "a-2`, "entry 1 (line 2): is not valid JSON"],
    ["[1]", "must be an object, not a number"],
    ["[[]]", "must be an object, not a list"],
  ])("refuses %j", (text, message) => {
    expect(() => parseDataset(text)).toThrow(InputError);
    expect(() => parseDataset(text)).toThrow(message);
  });

  it("goes on behind a broken line of JSON lines, and behind a broken entry of a list", () => {
    const broken = '{"instance_id": "broken';
    const lines = parseDataset([broken, row("a-1"), '{"a": [}', row("a-2")].join("\n"), { lenient: true });
    expect(lines.entries.map(({ index }) => index)).toEqual([1, 3]);
    expect(lines.problems.map(({ line }) => line)).toEqual([1, 3]);
    const list = parseDataset(`[${row("a-1")},\n{"a": nope},\n${row("a-2")}]`, { lenient: true });
    expect(list.entries.map(({ index }) => index)).toEqual([0, 2]);
    expect(list.problems.map(({ line }) => line)).toEqual([2]);
  });
});
