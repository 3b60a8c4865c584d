import { describe, expect, it } from "vitest";
import { parseDataset, whyUnsafeId } from "./index.ts";

const good = { instance_id: "o__r-1", repo: "o/r", dockerfile: "FROM x", eval_script: "true" };
const problemsOf = (rows: unknown, purpose?: "transfer" | "run"): string[] =>
  parseDataset(JSON.stringify([good, ...(rows as unknown[])]), { lenient: true, purpose }).problems.map(({ message }) => message);

describe("what an entry needs", () => {
  it.each([
    [{ instance_id: undefined }, 'entry 1 (line 1): "instance_id" is missing'],
    [{ instance_id: 7 }, 'entry 1 (line 1): "instance_id" must be text, not a number'],
    [{ dockerfile: null }, 'entry 1 ("x-1", line 1): "dockerfile" is missing'],
    [{ dockerfile: ["FROM x"] }, 'entry 1 ("x-1", line 1): "dockerfile" must be text, not a list'],
    [{ eval_script: " \n" }, 'entry 1 ("x-1", line 1): "eval_script" is empty'],
    [{ patch: {} }, 'entry 1 ("x-1", line 1): "patch" must be text, not an object'],
    [{ network: "host" }, 'entry 1 ("x-1", line 1): "network" must be "none" or "bridge"'],
    [{ FAIL_TO_PASS: "a, b" }, 'entry 1 ("x-1", line 1): "FAIL_TO_PASS" must be a list of texts, or such a list as JSON text'],
    [{ issue_numbers: [{}] }, 'entry 1 ("x-1", line 1): "issue_numbers" must be a list of texts, or such a list as JSON text'],
    [{ instance_id: "../up" }, 'entry 1 ("../up", line 1): "instance_id" holds "/", which is not safe in a path or an image tag'],
    [{ instance_id: "o__r-1" }, 'entry 1 ("o__r-1", line 1): "instance_id" is the same as in entry 0; ids must be unique'],
    [
      { instance_id: "O__R-1" },
      'entry 1 ("O__R-1", line 1): "instance_id" differs from "o__r-1" of entry 0 only in case; image names would collide',
    ],
  ])("%j", (changes, message) => {
    expect(problemsOf([{ ...good, instance_id: "x-1", ...changes }])).toEqual([message]);
  });

  it("depends on the purpose", () => {
    const { repo: _repo, ...noRepo } = good;
    const row = { ...noRepo, instance_id: "x-1" };
    expect(problemsOf([row])).toEqual([]);
    expect(problemsOf([row], "transfer")).toEqual(['entry 1 ("x-1", line 1): "repo" is missing']);
    expect(problemsOf([{ ...row, repo_placeholder: "r" }], "transfer")).toEqual([]);
    expect(problemsOf([{ ...row, docker_image: "i" }], "run")).toEqual(['entry 0 ("o__r-1", line 1): "docker_image" is missing']);
  });

  it("reports every fault of an entry, and keeps the others only when lenient", () => {
    const text = JSON.stringify([good, { instance_id: "x-1" }, 3]);
    expect(() => parseDataset(text, { name: "in.json" })).toThrow(
      'in.json has 2 of 3 entries that cannot be used:\n  entry 1 ("x-1", line 1): "dockerfile" is missing\n' +
        '  entry 1 ("x-1", line 1): "eval_script" is missing\n  entry 2 (line 1): must be an object, not a number',
    );
    const dataset = parseDataset(text, { lenient: true });
    expect(dataset.entries.map(({ index }) => index)).toEqual([0]);
    expect(dataset.problems.map(({ index, field }) => [index, field])).toEqual([
      [1, "dockerfile"],
      [1, "eval_script"],
      [2, undefined],
    ]);
    expect(() => parseDataset("[3]", { lenient: true })).toThrow("1 of 1");
  });
});

describe("fields that are read", () => {
  const read = (fields: object): unknown => parseDataset(JSON.stringify({ ...good, ...fields })).entries[0]?.instance;

  it.each([[["a", "b c"]], ['["a", "b c"]'], ["['a', \"b c\"]"], ["['a', 'b\\x20c',]"]])("reads the list of tests %j", (value) => {
    expect(read({ FAIL_TO_PASS: value })).toMatchObject({ failToPass: ["a", "b c"] });
  });

  it("tells an empty list from none", () => {
    expect(read({ FAIL_TO_PASS: "[]", PASS_TO_PASS: null })).toMatchObject({ failToPass: [], passToPass: undefined });
  });

  it("takes blank and null for nothing, and the network for none", () => {
    expect(read({ patch: " ", docker_image: null })).toMatchObject({ patch: undefined, dockerImage: undefined, network: "none" });
    expect(read({ network: "bridge" })).toMatchObject({ network: "bridge" });
  });

  it("reads issue numbers in any form", () => {
    expect(read({ issue_numbers: ["1", 2] })).toMatchObject({ issueNumbers: ["1", "2"] });
    expect(read({ issue_number: 3 })).toMatchObject({ issueNumbers: ["3"] });
    expect(read({})).toMatchObject({ issueNumbers: [] });
  });
});

describe("ids", () => {
  it.each(["python__mypy-11220", "a", "A.b_c-d--e", "sphinx-doc__sphinx-1", `${"x".repeat(200)}`])("%s is safe", (id) => {
    expect(whyUnsafeId(id)).toBeUndefined();
  });

  it.each([
    "",
    ".",
    "..",
    "a..b",
    "a/b",
    "a\\b",
    "-a",
    "_a",
    "a-",
    "a b",
    "a\n",
    "a:b",
    "é",
    "a___b",
    "x".repeat(201),
    "summary.json",
    "run.JSONL",
  ])("%j is not", (id) => {
    expect(whyUnsafeId(id)).toBeTypeOf("string");
  });
});
