import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

export interface ReportWatcher {
  /** Stops looking and returns every file that was seen broken, with the reason. */
  stop(): Promise<readonly string[]>;
}

/**
 * Reads every report in a folder over and over and notes what is not valid JSON. Only the journals, which grow at their end, may
 * have an unfinished last line.
 */
export function watchReports(folder: string, journals: readonly string[]): ReportWatcher {
  const faults = new Set<string>();
  const stopped = new AbortController();
  const watch = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      for (const fault of brokenReports(folder, journals)) faults.add(fault);
      await delay(40);
    }
  };
  const watching = watch();
  return {
    stop: async () => {
      stopped.abort();
      await watching;
      return [...faults];
    },
  };
}

function brokenReports(folder: string, journals: readonly string[]): readonly string[] {
  const faults: string[] = [];
  for (const file of globSync("{*,*/*}.{json,jsonl}", { cwd: folder })) {
    let text: string;
    try {
      text = readFileSync(join(folder, file), "utf8");
    } catch {
      continue; // replaced or removed since it was listed
    }
    const isGrowing = journals.includes(basename(file));
    const fault = file.endsWith(".json") ? faultOf(text) : faultOfLines(text, isGrowing);
    if (fault !== undefined) faults.push(`${file}: ${fault}`);
  }
  return faults;
}

function faultOfLines(text: string, isGrowing: boolean): string | undefined {
  const lines = text.split("\n");
  const last = lines.pop() ?? "";
  if (last !== "" && !isGrowing) return "the last line is not finished";
  return lines.map(faultOf).find((fault) => fault !== undefined);
}

function faultOf(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
