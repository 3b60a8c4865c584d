import { SandboxFileError, type SandboxHandle } from "@swe/core";
import { describe, expect, it } from "vitest";

/** What every sandbox does with files. */
export function describeFilesContract(sandbox: () => SandboxHandle): void {
  describe("files", () => {
    const folder = (): string => `${sandbox().workdir}/files`;

    it("writes and reads exact bytes and makes parents", async () => {
      const bytes = Uint8Array.from({ length: 4096 }, (_, index) => (index * 7) % 256);
      const path = `${folder()}/deep/er/it's a file $x.bin`;
      await sandbox().writeFile(path, bytes);
      expect(Buffer.from((await sandbox().readFile(path)) ?? []).equals(Buffer.from(bytes))).toBe(true);
      await sandbox().writeFile(path, "ünï\r\nno newline at the end");
      expect(Buffer.from((await sandbox().readFile(path)) ?? []).toString()).toBe("ünï\r\nno newline at the end");
      await sandbox().writeFile(path, "");
      expect((await sandbox().readFile(path))?.length).toBe(0);
      expect(await sandbox().stat(path)).toMatchObject({ type: "file", size: 0 });
    });

    it("sees what commands wrote, and commands see what it wrote", async () => {
      await sandbox().writeFile(`${folder()}/from-driver`, "one\n");
      const result = await sandbox().run(`cat from-driver; echo two > from-command`, { cwd: folder() });
      expect(result.stdout).toBe("one\n");
      expect(Buffer.from((await sandbox().readFile(`${folder()}/from-command`)) ?? []).toString()).toBe("two\n");
    });

    it("keeps the mode of a file it replaces, and sets the one it is given", async () => {
      const path = `${folder()}/script.sh`;
      await sandbox().writeFile(path, "a");
      expect((await sandbox().stat(path))?.mode).toBe(0o644);
      await sandbox().writeFile(path, "b", { mode: 0o755 });
      expect((await sandbox().stat(path))?.mode).toBe(0o755);
      await sandbox().writeFile(path, "longer than before");
      expect(await sandbox().stat(path)).toEqual({ type: "file", size: 18, mode: 0o755 });
    });

    it("says null for what is not there", async () => {
      const path = `${folder()}/missing`;
      expect(await sandbox().readFile(path)).toBeNull();
      expect(await sandbox().stat(path)).toBeNull();
      expect(await sandbox().list(path)).toBeNull();
      await sandbox().remove(path);
    });

    it("reports a symlink as itself and reads through it", async () => {
      await sandbox().writeFile(`${folder()}/target`, "behind the link");
      await sandbox().run(`ln -s target link`, { cwd: folder() });
      expect((await sandbox().stat(`${folder()}/link`))?.type).toBe("symlink");
      expect(Buffer.from((await sandbox().readFile(`${folder()}/link`)) ?? []).toString()).toBe("behind the link");
    });

    it("lists a folder by name, hidden files too", async () => {
      const path = `${folder()}/listed`;
      await sandbox().writeFile(`${path}/b.txt`, "bb");
      await sandbox().writeFile(`${path}/.hidden`, "h");
      await sandbox().writeFile(`${path}/a dir/x`, "");
      const entries = await sandbox().list(path);
      expect(entries?.map(({ name, type }) => [name, type])).toEqual([
        [".hidden", "file"],
        ["a dir", "directory"],
        ["b.txt", "file"],
      ]);
      expect(entries?.[2]).toMatchObject({ size: 2, mode: 0o644 });
      await sandbox().remove(path);
      expect(await sandbox().stat(path)).toBeNull();
    });

    it("refuses with a typed error what cannot be read or written", async () => {
      await sandbox().writeFile(`${folder()}/plain`, "");
      await expect(sandbox().readFile(folder())).rejects.toThrow(SandboxFileError);
      await expect(sandbox().writeFile(folder(), "x")).rejects.toThrow(SandboxFileError);
      await expect(sandbox().readFile("relative/path")).rejects.toMatchObject({ code: "input" });
    });

    it.each([0, 1, 70_000, 300_000])("keeps %d arbitrary bytes", async (size) => {
      const bytes = Uint8Array.from({ length: size }, (_, index) => (index * 31 + (index >> 8)) % 256);
      const path = `${folder()}/bytes.bin`;
      await sandbox().writeFile(path, bytes);
      expect(Buffer.from((await sandbox().readFile(path)) ?? [1]).equals(Buffer.from(bytes))).toBe(true);
    });

    it.each(["with space", "-dash", "it's", '"double"', "$(id)`id`", "new\nline", "back\\slash", "*?[a]", "ünï", "n".repeat(255)])(
      "takes the name %j",
      async (name) => {
        const path = `${folder()}/names/${name}`;
        await sandbox().writeFile(path, name);
        expect(Buffer.from((await sandbox().readFile(path)) ?? []).toString()).toBe(name);
        expect((await sandbox().list(`${folder()}/names`))?.map((entry) => entry.name)).toEqual([name]);
        expect(await sandbox().stat(path)).toMatchObject({ type: "file", mode: 0o644 });
        await sandbox().remove(path);
        expect(await sandbox().stat(path)).toBeNull();
      },
    );

    it("leaves one writer's content when several write at once", async () => {
      const contents = ["a", "b", "c"].map((letter) => letter.repeat(50_000));
      await Promise.all(contents.map((content) => sandbox().writeFile(`${folder()}/shared`, content)));
      expect(contents).toContain(Buffer.from((await sandbox().readFile(`${folder()}/shared`)) ?? []).toString());
    });

    it("does nothing once aborted", async () => {
      const path = `${folder()}/never`;
      const options = { abortSignal: AbortSignal.abort(new Error("enough")) };
      await expect(sandbox().writeFile(path, "x", options)).rejects.toThrow("enough");
      await expect(sandbox().readFile("/etc/hostname", options)).rejects.toThrow("enough");
      await expect(sandbox().remove(folder(), options)).rejects.toThrow("enough");
      expect(await sandbox().stat(path)).toBeNull();
      expect((await sandbox().stat(folder()))?.type).toBe("directory");
    });
  });
}
