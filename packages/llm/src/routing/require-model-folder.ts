import { stat } from "node:fs/promises";
import { InputError } from "@swe/core";
import { parseModelName, type Routing } from "./parse-model-name.ts";

/**
 * Makes sure that the folder of a `scripted:FOLDER` or `replay:FOLDER` name is there; any other name passes. Meant for the start
 * of a run: without it each attempt would find out for itself.
 *
 * @throws InputError when there is no such folder.
 */
export async function requireModelFolder(name: string, routing: Routing = "litellm"): Promise<void> {
  const parsed = parseModelName(name, routing);
  if (parsed.kind === "provider") return;
  const isFolder = await stat(parsed.directory).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder) return;
  throw new InputError({
    message: `The model "${name}" plays what is in ${parsed.directory}, and there is no such folder.`,
    remedy: "Check the path behind the colon.",
  });
}
