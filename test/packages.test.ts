import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { listPackages, type Manifest } from "./workspace.ts";

const published = [...listPackages("packages"), ...listPackages("apps")].filter(({ manifest }) => manifest.private !== true);
const libraries = listPackages("packages");

/** The entry points of a manifest that are code. */
function entryPoints(exports: Manifest["exports"]): (readonly [string, Readonly<Record<string, string>>])[] {
  return Object.entries(exports ?? {}).filter((entry): entry is [string, Readonly<Record<string, string>>] => typeof entry[1] !== "string");
}

describe.each(published)("$path", ({ folder, manifest }) => {
  it("has a manifest fit for publishing", () => {
    expect(manifest).toMatchObject({
      type: "module",
      sideEffects: false,
      license: "MIT",
      files: expect.arrayContaining(["dist"]) as unknown,
    });
    expect(manifest.description).toMatch(/^.{20,}\.$/);
    expect(manifest.engines).toHaveProperty("node");
    expect(manifest.exports?.["./package.json"]).toBe("./package.json");
  });

  it("resolves to sources here and to the build when published", () => {
    const here = entryPoints(manifest.exports);
    for (const [, conditions] of here) {
      expect(Object.keys(conditions)).toEqual(["@swe/source", "types", "default"]);
    }
    const there = entryPoints(manifest.publishConfig?.exports);
    expect(there).toEqual(here.map(([path, { types, default: built }]) => [path, { types, default: built }]));
  });

  it("depends on the workspace by range and on others by exact version or catalog", () => {
    const ranges = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    const isRight = (name: string, range: string): boolean =>
      name.startsWith("@swe/") ? range === "workspace:^" : /^(catalog:|\d+\.\d+\.\d+)/.test(range);
    expect(ranges.filter(([name, range]) => !isRight(name, range))).toEqual([]);
  });

  it("has a README with its name, an example and its limits", () => {
    const text = readFileSync(join(folder, "README.md"), "utf8");
    expect(text.split("\n", 1)[0]).toBe(`# ${manifest.name}`);
    expect(text).toMatch(/^```(ts|sh|bash)$/m);
    expect(text).toMatch(/does not do/i);
  });
});

describe.each(libraries)("$path", ({ folder, manifest }) => {
  const entries = entryPoints(manifest.exports).map(([, conditions]) => conditions["@swe/source"] ?? "");

  it.each(entries)("exports by name only from %s", (entry) => {
    const text = readFileSync(join(folder, entry), "utf8");
    expect(text).not.toMatch(/^export \*/m);
    expect(text).not.toMatch(/^export default/m);
  });
});
