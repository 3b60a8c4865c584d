import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

/** The fields of a manifest that the rules of this repository are about. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly type?: string;
  readonly sideEffects?: boolean;
  readonly license?: string;
  readonly description?: string;
  readonly engines?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly publishConfig?: { readonly exports?: Manifest["exports"] };
}

export interface WorkspacePackage {
  /** Absolute path. */
  readonly folder: string;
  /** Relative to the root, e.g. `packages/core`. */
  readonly path: string;
  readonly manifest: Manifest;
}

export const root: string = fileURLToPath(new URL("..", import.meta.url));

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

/** The packages below one folder of the root, such as `packages` or `apps`. */
export function listPackages(parent: string): readonly WorkspacePackage[] {
  return readdirSync(join(root, parent))
    .toSorted()
    .map((name) => ({ path: `${parent}/${name}`, folder: join(root, parent, name) }))
    .filter(({ folder }) => existsSync(join(folder, "package.json")))
    .map((place) => ({ ...place, manifest: readManifest(place.folder) }));
}

/** TypeScript files of a package, relative to its folder. */
export function listSources({ folder }: WorkspacePackage): readonly string[] {
  return globSync("{src,test}/**/*.ts", { cwd: folder }).toSorted();
}
