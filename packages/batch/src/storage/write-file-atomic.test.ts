import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { useFolder } from "../../test/use-folder.ts";
import { writeFileAtomic } from "../index.ts";

const folder = useFolder();

it("replaces a file and leaves nothing else behind", async () => {
  const path = join(folder(), "a.json");
  await writeFile(path, "old");
  await writeFileAtomic(path, "new");
  expect(await readFile(path, "utf8")).toBe("new");
  await writeFileAtomic(path, new Uint8Array([0, 255]), { mode: 0o600 });
  expect([...(await readFile(path))]).toEqual([0, 255]);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder())).toEqual(["a.json"]);
});

it("writes pieces as they come", async () => {
  const path = join(folder(), "a.txt");
  const large = "x".repeat(600_000);
  await writeFileAtomic(
    path,
    (async function* () {
      yield large;
      yield Buffer.from(large);
      yield "é\n";
    })(),
  );
  expect(await readFile(path, "utf8")).toBe(`${large}${large}é\n`);
});

it("keeps the old file when the content fails half-way, and when it is aborted", async () => {
  const path = join(folder(), "a.txt");
  await writeFile(path, "old");
  const broken = (function* () {
    yield "half";
    throw new Error("source broke");
  })();
  await expect(writeFileAtomic(path, broken)).rejects.toThrow("source broke");
  const abortSignal = AbortSignal.abort(new Error("stopped"));
  await expect(writeFileAtomic(path, "new", { abortSignal })).rejects.toThrow("stopped");
  expect(await readFile(path, "utf8")).toBe("old");
  expect(await readdir(folder())).toEqual(["a.txt"]);
});

it("says what went wrong and leaves nothing over", async () => {
  await expect(writeFileAtomic(join(folder(), "missing", "a"), "x")).rejects.toMatchObject({ code: "storage", errorCode: "ENOENT" });
  await mkdir(join(folder(), "taken"));
  await expect(writeFileAtomic(join(folder(), "taken"), "x")).rejects.toMatchObject({ code: "storage" });
  expect(await readdir(folder())).toEqual(["taken"]);
});
