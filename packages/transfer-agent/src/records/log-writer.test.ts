import { expect, it } from "vitest";
import { createLogWriter } from "./log-writer.ts";

it("writes everything in order, in fewer writes than pieces", async () => {
  const writes: string[] = [];
  const append = async (_name: string, text: string): Promise<void> => {
    await Promise.resolve();
    writes.push(text);
  };
  const log = createLogWriter({ write: async () => undefined, append }, "build.log");
  for (let count = 0; count < 100; count++) log.write(`${count}\n`);
  await log.close();
  expect(writes.join("")).toBe(Array.from({ length: 100 }, (_, count) => `${count}\n`).join(""));
  expect(writes.length).toBeLessThan(10);
});

it("tells on closing what could not be written", async () => {
  const log = createLogWriter({ write: async () => undefined, append: () => Promise.reject(new Error("disk full")) }, "build.log");
  log.write("x");
  await expect(log.close()).rejects.toThrow("disk full");
});
