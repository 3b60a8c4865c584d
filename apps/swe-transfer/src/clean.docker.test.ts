import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBaseImage } from "@swe/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { containersOf, hangingRow, imageTagsOf, startTransfer, type TransferProcess } from "../test/transfer-process.ts";

const killed = `killed-${process.pid}`;
const alive = `alive-${process.pid}`;
const finished = `${killed}_swefactory_root:latest`;
let folder: string;

beforeAll(async () => {
  const image = await ensureBaseImage();
  folder = mkdtempSync(join(tmpdir(), "clean-"));
  for (const id of [killed, alive]) writeFileSync(join(folder, `${id}.json`), JSON.stringify([hangingRow(id, image)]));
});
afterAll(() => {
  execFileSync("docker", ["rmi", "-f", finished], { stdio: "ignore" });
  rmSync(folder, { recursive: true, force: true });
});

function start(id: string): TransferProcess {
  const names = ["--input", join(folder, `${id}.json`), "--output", join(folder, id), "--model_name", `scripted:${folder}`];
  return startTransfer([...names, "--network", "none"]);
}

it("removes what a killed run left, images of tries included, and nothing that is finished or in use", async () => {
  const living = start(alive);
  await living.printed("prove");
  const dead = start(killed);
  await dead.printed("prove");
  dead.child.kill("SIGKILL");
  await dead.ended();
  const [tryTag = ""] = imageTagsOf(killed);
  // As if the driver had been killed a moment later: the finished image has its name, the try still has its own.
  execFileSync("docker", ["tag", `${killed}_swefactory_root:${tryTag}`, finished]);

  const clean = startTransfer(["clean"]);
  expect(await clean.ended()).toBe(0);
  expect(imageTagsOf(killed)).toEqual(["latest"]);
  expect(containersOf(killed)).toBe("");
  expect(imageTagsOf(alive)).toHaveLength(1);
  expect(containersOf(alive)).not.toBe("");

  living.child.kill("SIGINT");
  expect(await living.ended()).toBe(1);
  expect(imageTagsOf(alive)).toEqual([]);
  expect(containersOf(alive)).toBe("");
});
