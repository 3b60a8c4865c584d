import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ensureBaseImage } from "@swe/testing";
import { expect, test } from "vitest";

const run = promisify(execFile);

test("own-model.ts transfers its instance", async () => {
  const image = await ensureBaseImage();
  const example = fileURLToPath(new URL("own-model.ts", import.meta.url));
  const { stdout } = await run(process.execPath, ["--conditions=@swe/source", example, image]);
  expect(JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "")).toEqual({
    outcome: "transferred",
    iterations: 1,
    failToPass: ["test_calc.py::test_add"],
  });
});
