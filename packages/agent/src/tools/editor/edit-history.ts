import type { ToolState } from "../../contracts/tool-state.ts";

/** What files held before each edit of this run; null for a file that was not there. */
export interface EditHistory {
  push(path: string, before: Uint8Array | null): void;
  /** What it held before the last edit that is not undone; undefined when there is none. */
  last(path: string): Uint8Array | null | undefined;
  /** Forgets the last edit, which is undone. */
  drop(path: string): void;
}

/** Bytes of old versions that one run keeps; the oldest go first. */
const maxKeptBytes = 64 * 1024 * 1024;

export function editHistoryOf(state: ToolState, key: string): EditHistory {
  return state.get(`edit-history:${key}`, createEditHistory);
}

function createEditHistory(): EditHistory {
  const versions: { readonly path: string; readonly before: Uint8Array | null }[] = [];
  let keptBytes = 0;
  return {
    push(path, before) {
      versions.push({ path, before });
      keptBytes += before?.length ?? 0;
      while (keptBytes > maxKeptBytes && versions.length > 1) keptBytes -= versions.shift()?.before?.length ?? 0;
    },
    last: (path) => versions.findLast((version) => version.path === path)?.before,
    drop(path) {
      const index = versions.findLastIndex((version) => version.path === path);
      const [version] = index === -1 ? [] : versions.splice(index, 1);
      keptBytes -= version?.before?.length ?? 0;
    },
  };
}
