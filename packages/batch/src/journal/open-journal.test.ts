import { appendFile, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { type Journal, type JournalProblem, openJournal } from "../index.ts";
import { useFolder } from "../../test/use-folder.ts";

interface Entry {
  readonly id: string;
  readonly value: number;
}

function parseEntry(value: unknown): Entry {
  if (typeof value === "object" && value !== null && "id" in value && "value" in value) {
    return { id: String(value.id), value: Number(value.value) };
  }
  throw new Error("it is not an entry");
}

const folder = useFolder();
let path: string;
let problems: JournalProblem[];
beforeEach(() => {
  path = join(folder(), "journal.jsonl");
  problems = [];
});

function open(readOnly = false): Promise<Journal<Entry>> {
  return openJournal({ path, parse: parseEntry, keyOf: ({ id }) => id, onProblem: (problem) => problems.push(problem), readOnly });
}
const line = (id: string, value: number): string => `{"id":"${id}","value":${value}}\n`;

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

it("keeps the last record of each key, in the order in which the keys came", async () => {
  {
    await using journal = await open();
    for (const [id, value] of [
      ["a", 1],
      ["b", 2],
      ["a", 3],
    ] as const) {
      await journal.append({ id, value });
    }
    expect(journal.records().map(({ value }) => value)).toEqual([3, 2]);
  }
  await using again = await open();
  expect(again.records()).toEqual([
    { id: "a", value: 3 },
    { id: "b", value: 2 },
  ]);
  expect([again.has("a"), again.get("b")?.value, again.has("c")]).toEqual([true, 2, false]);
  expect(await readFile(path, "utf8")).toBe(line("a", 1) + line("b", 2) + line("a", 3));
});

it("writes records that are appended at the same time whole and in order", async () => {
  await using journal = await open();
  const ids = Array.from({ length: 500 }, (_, index) => `id-${index}`);
  await Promise.all(ids.map((id, value) => journal.append({ id, value })));
  expect(await readFile(path, "utf8")).toBe(ids.map((id, value) => line(id, value)).join(""));
});

it("writes the given text and keeps only the summary", async () => {
  await using journal = await open();
  await journal.append({ json: '{"id":"a","value":1.0,"large":"é"}', record: { id: "a", value: 1 } });
  await journal.append({ id: "b", value: 2 });
  expect(await collect(journal.lines())).toEqual([
    { key: "a", json: '{"id":"a","value":1.0,"large":"é"}' },
    { key: "b", json: '{"id":"b","value":2}' },
  ]);
  await expect(journal.append({ json: '{\n"id":"c"}', record: { id: "c", value: 3 } })).rejects.toThrow("one line");
});

describe("damage", () => {
  it.each([1, 5, line("b", 2).length - 2])("cuts off a last line of which only %i bytes were written", async (kept) => {
    await writeFile(path, line("a", 1) + line("b", 2).slice(0, kept));
    await using journal = await open();
    expect(problems).toMatchObject([{ kind: "torn", line: 2 }]);
    await journal.append({ id: "c", value: 3 });
    expect(await readFile(path, "utf8")).toBe(line("a", 1) + line("c", 3));
  });

  it("recovers from a cut at any byte", async () => {
    const content = line("a", 1) + line("é", 2);
    const bytes = Buffer.from(content);
    for (let kept = 0; kept <= bytes.length; kept++) {
      await writeFile(path, bytes.subarray(0, kept));
      await using journal = await open();
      const before = journal.records().map(({ id }) => id);
      await journal.append({ id: "new", value: 9 });
      const complete = ["a", "é"].slice(0, before.length);
      expect(before).toEqual(complete);
      const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
      expect(lines.map((text) => (JSON.parse(text) as Entry).id)).toEqual([...complete, "new"]);
    }
  });

  it("keeps a last record that lacks nothing but its line break", async () => {
    await writeFile(path, line("a", 1).trimEnd());
    await using journal = await open();
    expect(problems).toEqual([]);
    await journal.append({ id: "b", value: 2 });
    expect(await readFile(path, "utf8")).toBe(line("a", 1) + line("b", 2));
  });

  it("cuts off a torn tail of zeros, which a power cut can leave", async () => {
    await writeFile(path, line("a", 1));
    await truncate(path, 5000);
    await using journal = await open();
    expect(problems).toMatchObject([{ kind: "torn" }]);
    expect(journal.records()).toHaveLength(1);
    await journal.append({ id: "b", value: 2 });
    expect(await readFile(path, "utf8")).toBe(line("a", 1) + line("b", 2));
  });

  it.each([
    ["broken JSON", Buffer.from('{"id": "x"')],
    ["something else than a record", Buffer.from("[1]")],
    ["bytes that are not UTF-8", Buffer.from([0x22, 0xff, 0xfe, 0x22])],
  ])("reports %s in the middle, keeps the line and reads the others", async (_name, bytes) => {
    const content = Buffer.concat([Buffer.from(line("a", 1)), bytes, Buffer.from(`\n${line("b", 2)}`)]);
    await writeFile(path, content);
    {
      await using journal = await open();
      expect(problems).toMatchObject([{ kind: "corrupt", line: 2 }]);
      expect(problems[0]?.message).toContain(`${path}, line 2`);
      expect(journal.records().map(({ id }) => id)).toEqual(["a", "b"]);
      await journal.append({ id: "a", value: 9 });
      await journal.compact();
    }
    const expected = Buffer.concat([bytes, Buffer.from(`\n${line("a", 9)}${line("b", 2)}`)]);
    expect(await readFile(path)).toEqual(expected);
  });

  it("never cuts off whole JSON, which is somebody's file and no torn line", async () => {
    await writeFile(path, `${line("a", 1)}[{"instance_id": "x"}]`);
    await using journal = await open();
    expect(problems).toMatchObject([{ kind: "corrupt", line: 2 }]);
    await journal.append({ id: "b", value: 2 });
    expect(await readFile(path, "utf8")).toBe(`${line("a", 1)}[{"instance_id": "x"}]\n${line("b", 2)}`);
  });

  it("takes a finished last line that cannot be read for corrupt, not for torn", async () => {
    await writeFile(path, `${line("a", 1)}{"id"\n`);
    await using journal = await open();
    expect(problems).toMatchObject([{ kind: "corrupt", line: 2 }]);
    await journal.append({ id: "b", value: 2 });
    expect(await readFile(path, "utf8")).toBe(`${line("a", 1)}{"id"\n${line("b", 2)}`);
  });

  it("reads a file that an editor has put a mark in front of and CR LF behind each line, and tells of duplicates from before", async () => {
    await writeFile(path, `\uFEFF${line("b", 2)}${line("a", 1)}${line("a", 3)}`.replaceAll("\n", "\r\n"));
    await using journal = await open();
    expect(problems).toEqual([]);
    expect(journal.records()).toEqual([
      { id: "b", value: 2 },
      { id: "a", value: 3 },
    ]);
    expect(journal.hasSuperseded).toBe(true);
    expect((await collect(journal.lines())).map(({ json }) => JSON.parse(json) as Entry)).toEqual(journal.records());
  });

  it("skips blank lines silently", async () => {
    await writeFile(path, `${line("a", 1)}\n${line("b", 2)}`);
    await using journal = await open();
    expect(problems).toEqual([]);
    expect(journal.records()).toHaveLength(2);
  });
});

describe("compaction", () => {
  it("drops superseded lines, keeps texts as they are, and appends and readers under way survive", async () => {
    await using journal = await open();
    await journal.append({ json: '{"id":"a","value":1.0}', record: { id: "a", value: 1 } });
    await journal.append({ id: "b", value: 1 });
    await journal.append({ id: "b", value: 2 });
    expect(journal.hasSuperseded).toBe(true);
    const reading = journal.lines()[Symbol.asyncIterator]();
    const first = await reading.next();
    const compacting = journal.compact();
    await Promise.all([compacting, journal.append({ id: "c", value: 3 })]);
    expect(journal.hasSuperseded).toBe(false);
    expect(await readFile(path, "utf8")).toBe(`{"id":"a","value":1.0}\n${line("b", 2)}${line("c", 3)}`);
    expect([first.value, (await reading.next()).value, (await reading.next()).done]).toEqual([
      { key: "a", json: '{"id":"a","value":1.0}' },
      { key: "b", json: line("b", 2).trimEnd() },
      true,
    ]);
    expect((await collect(journal.lines())).map(({ key }) => key)).toEqual(["a", "b", "c"]);
  });
});

describe("opening", () => {
  it("stops with the signal's reason; afterwards the signal no longer counts", async () => {
    const controller = new AbortController();
    const options = { path, parse: parseEntry, keyOf: ({ id }: Entry) => id, abortSignal: controller.signal };
    await using journal = await openJournal(options);
    controller.abort(new Error("stop"));
    await journal.append({ id: "a", value: 1 });
    await journal.compact();
    expect(journal.has("a")).toBe(true);
    await expect(openJournal(options)).rejects.toThrow("stop");
  });

  it("does not touch a file that is opened for reading only", async () => {
    const torn = `${line("a", 1)}{"id"`;
    await writeFile(path, torn);
    await using journal = await open(true);
    expect(journal.records()).toHaveLength(1);
    await expect(journal.append({ id: "b", value: 2 })).rejects.toThrow("reading only");
    expect(await readFile(path, "utf8")).toBe(torn);
  });

  it("says which folder is missing", async () => {
    path = join(folder(), "missing", "journal.jsonl");
    await expect(open()).rejects.toMatchObject({ name: "StorageError", errorCode: "ENOENT", path });
  });

  it("refuses appends after closing and closes twice without harm", async () => {
    const journal = await open();
    await journal.close();
    await journal.close();
    await expect(journal.append({ id: "a", value: 1 })).rejects.toThrow("closed");
  });

  it("reads lines longer than what is read at once", async () => {
    const long = "x".repeat(3 << 20);
    await appendFile(path, `{"id":"long","value":1,"text":"${long}"}\n${line("b", 2)}`);
    await using journal = await open();
    expect(journal.records().map(({ id }) => id)).toEqual(["long", "b"]);
    const [first] = await collect(journal.lines());
    expect(first?.json.length).toBe(long.length + '{"id":"long","value":1,"text":""}'.length);
  });
});
