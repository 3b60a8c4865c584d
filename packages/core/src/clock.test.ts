import { expect, it } from "vitest";
import { systemClock } from "./index.ts";

it("stops sleeping with the signal's reason", async () => {
  const controller = new AbortController();
  const sleeping = systemClock.sleep(60_000, controller.signal);
  controller.abort(new Error("stop now"));
  await expect(sleeping).rejects.toThrow("stop now");
  await expect(systemClock.sleep(1, controller.signal)).rejects.toThrow("stop now");
});
