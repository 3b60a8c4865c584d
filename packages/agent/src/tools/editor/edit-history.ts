import type { ToolState } from "../../contracts/tool-state.ts";

/** What files held before each edit of this run; null for a file that was not there. */
export interface EditHistory {
  push(path: string, before: Uint8Array | null): void;
  pop(path: string): Uint8Array | null | undefined;
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
    pop(path) {
      const index = versions.findLastIndex((version) => version.path === path);
      const [version] = index === -1 ? [] : versions.splice(index, 1);
      keptBytes -= version?.before?.length ?? 0;
      return version?.before;
    },
  };
}
