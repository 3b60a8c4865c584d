import { z } from "zod";
import type { Tool } from "../contracts/tool.ts";
import { defineTool } from "./define-tool.ts";
import { editorError, maxFileBytes, tooLarge } from "./editor/editor-call.ts";
import { resolvePath, showName, statTarget } from "./editor/resolve-path.ts";
import { searchFile } from "./search-file.ts";
import { searchFolder } from "./search-folder.ts";

/** Finds a fixed text: matches per file of a folder, or the matching lines of a file. */
export const search: Tool = defineTool({
  name: "search",
  description:
    "Searches for a text, exactly as given (no regular expressions). In a folder: which files hold it, and on how many lines; hidden files are left out. In a file: the lines that hold it, with their numbers.",
  parameters: z.object({
    search_term: z.string().describe("The text to search for; one line."),
    path: z.string().optional().describe("File or folder to search in. The working directory when left out."),
  }),
  run: async ({ search_term: term, path: given = "." }, context) => {
    if (term === "") return editorError("the search term is empty. Give the text to search for.");
    if (/[\n\0]/.test(term)) return editorError("the search term must be a single line of text. Search for one of its lines.");
    const resolved = resolvePath(given, context.workdir);
    if ("problem" in resolved) return editorError(`${resolved.problem}.`);
    const target = await statTarget(context.sandbox, resolved.path, context.abortSignal);
    if (target === null)
      return editorError(`there is no ${showName(resolved.path)}. Search a folder that exists, such as ${context.workdir}.`);
    if (target.stat.type === "directory") return searchFolder(term, target.path, context);
    if (target.stat.type !== "file") return editorError(`${showName(resolved.path)} is neither a file nor a folder.`);
    if (target.stat.size > maxFileBytes) return tooLarge(showName(resolved.path), target.stat.size);
    return searchFile(term, resolved.path, context);
  },
});
