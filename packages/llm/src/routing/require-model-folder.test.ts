import { tmpdir } from "node:os";
import { InputError } from "@swe/core";
import { expect, it } from "vitest";
import { requireModelFolder } from "../index.ts";

it("accepts folders that are there and names of providers", async () => {
  await requireModelFolder(`scripted:${tmpdir()}`);
  await requireModelFolder(`replay:${tmpdir()}`, "verbatim");
  await requireModelFolder("openai/gpt-4o-mini");
});

it.each(["scripted:/nowhere/at/all", "replay:/nowhere/at/all", `scripted:${import.meta.filename}`])("refuses %s", async (name) => {
  await expect(requireModelFolder(name)).rejects.toThrow(InputError);
  await expect(requireModelFolder(name)).rejects.toThrow("there is no such folder");
});
