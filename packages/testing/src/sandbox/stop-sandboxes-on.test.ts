import { SandboxLostError, stopSandboxesOn } from "@swe/core";
import { expect, it } from "vitest";
import { createMemoryProvider } from "./memory-provider.ts";

it("stops what is open when the signal fires, and what is created later", async () => {
  const controller = new AbortController();
  const memory = createMemoryProvider();
  const provider = stopSandboxesOn(memory, controller.signal);
  const open = await provider.create({ image: "a:1" });
  const closed = await provider.create({ image: "a:1" });
  await open.writeFile("/file", "text");
  expect(Buffer.from((await open.readFile("/file")) ?? []).toString()).toBe("text");
  await closed.stop();
  controller.abort(new Error("stop"));
  const late = await provider.create({ image: "a:1" });
  for (const sandbox of [open, late]) await expect(sandbox.run("true")).rejects.toThrow(SandboxLostError);
  await open.stop();
});

it("is the provider otherwise", async () => {
  const memory = createMemoryProvider({ images: ["a:1"] });
  const provider = stopSandboxesOn(memory, new AbortController().signal);
  await provider.tagImage("a:1", "b:1");
  expect((await provider.inspectImage("b:1"))?.tags).toEqual(["b:1"]);
  await provider.removeImage("b:1");
  expect(await provider.inspectImage("b:1")).toBeNull();
});
