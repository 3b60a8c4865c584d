import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { readDefinition } from "./definition.ts";
import { makeRow, type SampleRow } from "./make-row.ts";

const samples = fileURLToPath(new URL("..", import.meta.url));

/** All rows of the sample, by instance id. Builds the repositories in a temporary folder. */
export function makeRows(): SampleRow[] {
  const repositories = mkdtempSync(join(tmpdir(), "swe-sample-"));
  try {
    execFileSync(join(samples, "build-repos"), [repositories], { stdio: "pipe" });
    return readdirSync(join(samples, "instances"))
      .toSorted()
      .map((instanceId) => {
        const definition = readDefinition(join(samples, "instances"), instanceId);
        return makeRow(definition, join(repositories, `${definition.repository}.git`));
      });
  } finally {
    rmSync(repositories, { recursive: true, force: true });
  }
}
