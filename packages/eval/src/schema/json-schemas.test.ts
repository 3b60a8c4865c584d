import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { createJsonSchemas } from "./json-schemas.ts";

const folder = new URL("../../../../schemas/", import.meta.url);

it("finds the published schemas as the code has them (else run: pnpm schemas)", () => {
  const schemas = createJsonSchemas();
  expect(readdirSync(folder).toSorted()).toEqual(
    Object.keys(schemas)
      .map((name) => `${name}.schema.json`)
      .toSorted(),
  );
  for (const [name, schema] of Object.entries(schemas)) {
    expect(readFileSync(new URL(`${name}.schema.json`, folder), "utf8")).toBe(`${JSON.stringify(schema, null, 2)}\n`);
  }
});
