import { expect, it } from "vitest";
import { createMemoryProvider, createMemorySandbox, describeSandboxContract } from "../index.ts";

describeSandboxContract("the in-memory fake", () => Promise.resolve(createMemorySandbox()));

it("answers what the shell does not have through fake programs", async () => {
  const sandbox = createMemorySandbox({
    files: { "/testbed/a.py": "print(1)\n" },
    programs: { python3: ([script]) => ({ stdout: `ran ${script}\n`, exitCode: 4 }) },
  });
  const result = await sandbox.run("python3 a.py | sed s/ran/RAN/; cat a.py");
  expect(result.stdout).toBe("RAN a.py\nprint(1)\n");
  expect(sandbox.commands).toEqual(["python3 a.py | sed s/ran/RAN/; cat a.py"]);
});

it("lets a test answer a whole command or exec itself", async () => {
  const sandbox = createMemorySandbox({
    onRun: (command) => (command === "hang" ? { endedBy: "timeout", stdout: "so far" } : undefined),
    onExec: (argv) => (argv[0] === "eval" ? { exitCode: 1, stdout: "log", oomKilled: true } : undefined),
  });
  expect(await sandbox.run("hang")).toMatchObject({ exitCode: null, timedOut: true, stdout: "so far", outputBytes: 6 });
  expect(await sandbox.exec(["eval"])).toMatchObject({ exitCode: 1, output: "log", oomKilled: true });
  expect((await sandbox.run("echo real")).stdout).toBe("real\n");
});

it("can be lost", async () => {
  const sandbox = createMemorySandbox();
  sandbox.lose();
  await expect(sandbox.run("true")).rejects.toMatchObject({ code: "sandbox_lost", sandboxUsable: false });
});

it("has a provider that remembers builds and sandboxes", async () => {
  const provider = createMemoryProvider({ images: ["a:1"], sandbox: { files: { "/testbed/x": "1" } } });
  await expect(provider.create({ image: "b:1" })).rejects.toMatchObject({ code: "image_not_found" });
  await provider.buildImage({ dockerfile: "FROM a:1", tag: "b:1" });
  const sandbox = await provider.create({ image: "b:1" });
  expect((await sandbox.run("cat x")).stdout).toBe("1");
  expect(provider.created).toHaveLength(1);
  await provider[Symbol.asyncDispose]();
  expect(provider.created[0]?.sandbox.stopped).toBe(true);
});
