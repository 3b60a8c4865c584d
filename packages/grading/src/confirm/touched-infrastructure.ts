import { createdPaths } from "../patch/created-paths.ts";
import { mentionedPaths } from "../patch/mentioned-paths.ts";
import { classifyInfrastructure, type InfrastructureKind } from "./classify-infrastructure.ts";

/** A file of the patch that decides how tests run. */
export interface TouchedFile {
  readonly path: string;
  readonly kind: InfrastructureKind;
}

/** What {@link touchedInfrastructure} needs to know. */
export interface TouchedOptions {
  readonly patch: Uint8Array;
  readonly goldPatch: string | undefined;
  readonly evalScript: string;
  /** Paths of the test patch: guarded anyway. */
  readonly testPaths: readonly string[];
}

/** The files of a patch that decide how tests run, leaving out what the gold patch touches too. */
export function touchedInfrastructure({ patch, goldPatch = "", evalScript, testPaths }: TouchedOptions): TouchedFile[] {
  const exempt = new Set([...mentionedPaths(goldPatch), ...testPaths]);
  const text = new TextDecoder().decode(patch);
  const created = createdPaths(text);
  return mentionedPaths(text).flatMap((path) => {
    const kind = exempt.has(path) ? undefined : classifyInfrastructure(path, { evalScript, testPaths, created });
    return kind === undefined ? [] : [{ path, kind }];
  });
}
