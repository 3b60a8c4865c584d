import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { wardenCommand, wardenIntroduction } from "./warden-script.ts";

it("ends when it is told to, long before its own deadline, and answers until then", async () => {
  const [program = "", ...args] = wardenCommand(3_600_000);
  const warden = spawn(program, args, { stdio: ["pipe", "pipe", "ignore"] });
  let answers = "";
  warden.stdout.on("data", (data: Buffer) => (answers += data.toString()));
  // The introduction again is what a driver sends that connects anew.
  warden.stdin.write(`${wardenIntroduction}\n${wardenIntroduction}\nT q1 \nD q2 1\n`);
  const [status] = (await once(warden, "exit")) as [number];
  expect(status).toBe(0);
  expect(answers).toMatch(/^q1 .*\nq2 noted$/m);
});
