import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { useFolder } from "../../test/use-folder.ts";
import { ensureFolder } from "../index.ts";

const folder = useFolder();

it("makes what is missing, leaves what is there, also when many ask at once", async () => {
  const path = join(folder(), "a", "b", "c");
  await Promise.all([ensureFolder(path), ensureFolder(path), ensureFolder(join(folder(), "a", "d"))]);
  await ensureFolder(path);
  expect((await readdir(folder(), { recursive: true })).toSorted()).toEqual(["a", "a/b", "a/b/c", "a/d"]);
});

it.skipIf(process.platform !== "linux")("gives up where no folder can be made though the one above is there", async () => {
  await expect(ensureFolder("/proc/none/deeper")).rejects.toMatchObject({ name: "StorageError", errorCode: "ENOENT" });
  await expect(ensureFolder("")).rejects.toMatchObject({ name: "StorageError", errorCode: "ENOENT" });
});

it("says what is in the way", async () => {
  await writeFile(join(folder(), "file"), "");
  await expect(ensureFolder(join(folder(), "file"))).rejects.toMatchObject({ name: "StorageError", errorCode: "EEXIST" });
  await expect(ensureFolder(join(folder(), "file", "deeper"))).rejects.toMatchObject({ errorCode: "ENOTDIR" });
});
