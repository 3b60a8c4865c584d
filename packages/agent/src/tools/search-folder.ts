import { shellQuote } from "@swe/core";
import type { ToolContext, ToolResult } from "../contracts/tool.ts";
import { countOf } from "../text/count-of.ts";
import { editorError } from "./editor/editor-call.ts";
import { clipResponse } from "./editor/render-lines.ts";
import { showName } from "./editor/resolve-path.ts";

const maxFiles = 100;

/**
 * Git is the one program every sandbox has that can search a tree (grep comes without -r, or not at all, in small images).
 * The settings undo what a repository's own configuration could change about the output.
 */
const gitGrep = [
  "git -c safe.directory='*' -c grep.patternType=fixed -c grep.fullName=false -c grep.lineNumber=false -c grep.column=false -c core.pager=cat",
  "grep --no-index --no-color --no-recurse-submodules -I -F -c -z",
].join(" ");
const withoutHidden = "':(exclude,glob)**/.*' ':(exclude,glob)**/.*/**'";

/** How many lines of each file below a folder hold the term. */
export async function searchFolder(term: string, path: string, { sandbox, timeoutMs, abortSignal }: ToolContext): Promise<ToolResult> {
  const command = `${gitGrep} -e ${shellQuote(term)} -- . ${withoutHidden}`;
  const run = await sandbox.run(command, { cwd: path, timeoutMs, abortSignal, maxOutputBytes: 4_000_000 });
  if (run.timedOut) return editorError(`the search took longer than ${timeoutMs / 1000} s. Search in a smaller folder.`);
  if (run.exitCode !== 0 && run.exitCode !== 1)
    return editorError(`the search failed: ${run.stderr.trim()}. Search with a bash command instead.`);
  const files = readCounts(run.stdout);
  const where = showName(path);
  if (files.length === 0) return { text: `No file in ${where} holds "${term}".`, info: { matches: 0 } };
  if (files.length > maxFiles || run.truncated) {
    const many = run.truncated ? `more than ${maxFiles}` : String(files.length);
    return {
      text: `${many} files in ${where} hold "${term}", too many to list. Narrow the search: a longer term, or a folder further down.`,
    };
  }
  const total = files.reduce((sum, file) => sum + file.count, 0);
  const lines = files.map(({ name, count }) => `${showName(`${path === "/" ? "" : path}/${name}`)} (${count})`);
  const head = `"${term}" is on ${countOf(total, "line")} in ${countOf(files.length, "file")} of ${where}. Lines per file:`;
  return { text: clipResponse(`${head}\n${lines.join("\n")}`), info: { matches: total } };
}

/** Reads `name NUL count LF` records. */
function readCounts(output: string): readonly { readonly name: string; readonly count: number }[] {
  const files = Array.from(output.matchAll(/([^\0]+)\0(\d+)\n/g), (match) => ({ name: match[1] ?? "", count: Number(match[2]) }));
  return files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
