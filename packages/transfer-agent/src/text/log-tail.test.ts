import { expect, it } from "vitest";
import { logTail } from "./log-tail.ts";

it("keeps the last lines without colours and overwritten progress", () => {
  const log = "first\nsecond\n\u001b[31mred\u001b[0m\nloading 1%\rloading 99%\rdone\r\n\n";
  expect(logTail(log, 3)).toBe("second\nred\ndone");
});

it("cuts a line that would fill the prompt", () => {
  expect(logTail("x".repeat(100_000)).length).toBeLessThan(600);
});
