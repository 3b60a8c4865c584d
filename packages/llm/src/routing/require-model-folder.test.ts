import { tmpdir } from "node:os";
import { InputError } from "@swe/core";
import { expect, it } from "vitest";
import { requireModelFolder } from "../index.ts";

it.each([`scripted:${tmpdir()}`, `replay:${tmpdir()}`, "openai/gpt-4o-mini"])("accepts %s", async (name) => {
  await expect(requireModelFolder(name)).resolves.toBeUndefined();
});

it.each(["scripted:/nowhere/at/all", "replay:/nowhere/at/all", `scripted:${import.meta.filename}`])("refuses %s", async (name) => {
  await expect(requireModelFolder(name)).rejects.toThrow(InputError);
  await expect(requireModelFolder(name)).rejects.toThrow("there is no such folder");
});
