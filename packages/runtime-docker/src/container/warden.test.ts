import { systemClock } from "@swe/core";
import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import type { Engine } from "../engine/engine.ts";
import { Warden } from "./warden.ts";

it("makes no connection any more when its container is gone, which an engine might never end", async () => {
  const streams: PassThrough[] = [];
  const attach = (): Promise<PassThrough> => {
    streams.push(new PassThrough());
    return Promise.resolve(streams.at(-1) ?? new PassThrough());
  };
  const warden = new Warden({ attach } as unknown as Engine, "a", systemClock);
  await warden.endExec("x1");
  warden.disconnect();
  await warden.endExec("x2");
  expect(streams).toHaveLength(2);
  warden.retire();
  await expect(warden.endExec("x3")).rejects.toThrow("gone");
  expect(await warden.isFull(1000)).toBe(false);
  expect(streams).toHaveLength(2);
  expect(streams.every(({ destroyed }) => destroyed)).toBe(true);
});
