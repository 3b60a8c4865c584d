import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { useFolder } from "./use-folder.ts";

const program = fileURLToPath(new URL("disk-faults-child.ts", import.meta.url));
const folder = useFolder();

interface Report {
  readonly whileFull: { readonly acknowledged: readonly string[]; readonly journalled: readonly string[] };
  readonly resumed: { readonly ids: readonly string[] };
}

// Needs no container, but what they need too: Linux, and the right to mount in a namespace of its own.
it("loses nothing on a full, a read-only and a separate disk", async () => {
  const script = 'mount -t tmpfs -o size=512k tmpfs "$1" && exec "$2" --conditions=@swe/source "$3" "$1"';
  const args = ["--map-root-user", "--mount", "sh", "-c", script, "sh", folder(), process.execPath, program];
  const { stdout } = await promisify(execFile)("unshare", args);
  const report = JSON.parse(stdout) as Report;
  const ids = Array.from({ length: 40 }, (_, index) => `item-${index}`);

  const { acknowledged, journalled } = report.whileFull;
  expect(report).toMatchObject({
    whileFull: { end: "ENOSPC", report: "ENOSPC", reportContent: "old" },
    resumed: { end: "ok" },
    readOnly: { open: "EROFS", read: 40, report: "EROFS", lock: "EROFS", folder: "EROFS", sameFolder: "ok" },
    isOtherDevice: true,
    files: ["report.json", "rows.jsonl"],
  });
  expect(acknowledged.length).toBeGreaterThan(5);
  expect(acknowledged.length).toBeLessThan(40);
  expect(journalled.toSorted()).toEqual(acknowledged.toSorted());
  expect(report.resumed.ids.toSorted()).toEqual(ids.toSorted());
});
