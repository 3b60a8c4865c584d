import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { listPackages, listSources, readManifest, root, type WorkspacePackage } from "./workspace.ts";

/**
 * Who may depend on whom, as drawn in docs/architecture.md. A package may depend on the packages of the layers named for its
 * own, and so never on one of its own layer.
 */
const layers = {
  contracts: { packages: ["core"], mayUse: [] },
  adapters: { packages: ["dataset", "runtime-docker", "llm"], mayUse: ["contracts"] },
  blocks: { packages: ["agent", "grading", "batch"], mayUse: ["contracts"] },
  compositions: {
    packages: ["eval", "transfer-agent", "scaffolds-mini", "scaffolds-live", "scaffolds-r2egym", "scaffolds-openhands"],
    mayUse: ["contracts", "blocks"],
  },
  testing: { packages: ["testing"], mayUse: ["contracts"] },
  apps: { packages: [], mayUse: ["contracts", "adapters", "blocks", "compositions"] },
} as const satisfies Record<string, { readonly packages: readonly string[]; readonly mayUse: readonly string[] }>;

type Layer = keyof typeof layers;

/** What tests of any package may use besides its dependencies. */
const testLayers: readonly Layer[] = ["testing", "adapters"];

const packages = listPackages("packages");
const apps = listPackages("apps");
const all = [...packages, ...apps];
const own = (names: readonly string[]): string[] =>
  names.filter((name) => name.startsWith("@swe/")).map((name) => name.slice("@swe/".length));

function layerOf({ path }: WorkspacePackage): Layer {
  if (path.startsWith("apps/")) return "apps";
  const name = path.slice("packages/".length);
  const layer = (Object.keys(layers) as Layer[]).find((candidate) => (layers[candidate].packages as readonly string[]).includes(name));
  if (layer === undefined) throw new Error(`${path} has no layer: add it to the table in this test and in docs/architecture.md`);
  return layer;
}
const packagesOf = (names: readonly Layer[]): string[] => names.flatMap((name) => [...layers[name].packages]);

describe.each(all)("$path", (workspacePackage) => {
  const { folder, manifest } = workspacePackage;
  const dependencies = Object.keys(manifest.dependencies ?? {});
  const devDependencies = Object.keys(manifest.devDependencies ?? {});
  const layer = layerOf(workspacePackage);

  it("depends on the layers below it only", () => {
    expect(packagesOf(layers[layer].mayUse)).toEqual(expect.arrayContaining(own(dependencies)));
  });

  it("uses in tests nothing but fakes, adapters and what it may depend on", () => {
    expect([...packagesOf(testLayers), ...packagesOf(layers[layer].mayUse)]).toEqual(expect.arrayContaining(own(devDependencies)));
  });

  it("imports only what it declares, and no file of another package", () => {
    const shared = Object.keys(readManifest(root).devDependencies ?? {});
    const wrong = listSources(workspacePackage).flatMap((file) => {
      const isTest = file.startsWith("test/") || /\.test(-d)?\.ts$/.test(file) || layer === "testing";
      const allowed = new Set([...dependencies, ...(isTest ? [...devDependencies, ...shared, manifest.name] : [])]);
      return importsOf(join(folder, file))
        .filter((specifier) => !isAllowed(specifier, { file: join(folder, file), folder, allowed }))
        .map((specifier) => `${file} imports ${specifier}`);
    });
    expect(wrong).toEqual([]);
  });

  it("imports no test or fake from its sources", () => {
    const wrong = listSources(workspacePackage)
      .filter((file) => file.startsWith("src/") && !/\.test(-d)?\.ts$/.test(file))
      .flatMap((file) =>
        importsOf(join(folder, file)).filter((specifier) => /\.test\.ts$|^@swe\/testing|^(\.\.\/)+test\//.test(specifier)),
      );
    expect(wrong).toEqual([]);
  });
});

it("names in the table every package that exists, and no other", () => {
  const named = Object.values(layers).flatMap((layer) => [...layer.packages] as string[]);
  expect(named.toSorted()).toEqual(packages.map(({ path }) => path.slice("packages/".length)).toSorted());
});

function importsOf(path: string): string[] {
  return ts.preProcessFile(readFileSync(path, "utf8")).importedFiles.map(({ fileName }) => fileName);
}

function isAllowed(
  specifier: string,
  { file, folder, allowed }: { readonly file: string; readonly folder: string; readonly allowed: ReadonlySet<string> },
): boolean {
  if (specifier.startsWith(".")) return join(dirname(file), specifier).startsWith(`${folder}/`);
  if (isBuiltin(specifier)) return specifier.startsWith("node:");
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  return allowed.has(name);
}
