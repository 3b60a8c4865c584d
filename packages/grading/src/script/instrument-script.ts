import { findHeredocs } from "./find-heredocs.ts";
import { findTestPatch } from "./find-test-patch.ts";
import { applyFailedCode } from "../run/wrapper.ts";

/** What was woven into a script. */
export interface InstrumentedScript {
  readonly text: string;
  /** The value of the marker reaches the grader through the shell's exit status too, where nothing the tests print can change it. */
  readonly recordsMarker: boolean;
  /** A test patch that does not apply ends the script. */
  readonly guardsTestPatch: boolean;
}

/** Changes to a script that neither its output nor its trace shows. */
export interface InstrumentOptions {
  /** End the script when its test patch does not apply. */
  readonly guardTestPatch?: boolean | undefined;
  /** Shell commands to run right after the test patch was applied. */
  readonly afterTestPatch?: string | undefined;
}

/** Unindented, as a marker inside a function or a subshell could not hand its value to the shell. */
const markerEcho = /^(echo\s+"?OMNIGRIL_EXIT_CODE=)(\$\{?\w+\}?|\$\?|\$\{\?\})("?\s*(?:[;#].*)?)$/;

function recordMarkers(lines: string[], inHeredoc: (line: number) => boolean): boolean {
  let recorded = false;
  // An unindented group around everything may be a subshell or the left side of a pipe.
  if (lines.some((line, number) => /^[({]\s*$/.test(line) && !inHeredoc(number))) return false;
  for (const [number, line] of lines.entries()) {
    const match = inHeredoc(number) ? null : markerEcho.exec(line);
    if (match === null) continue;
    // `:=` stores the value in a fresh element and yields it, so the echo prints and traces what it always did.
    lines[number] = `${match[1] ?? ""}\${__swe_marker[\${#__swe_marker[@]}]:=${match[2] ?? ""}}${match[3] ?? ""}`;
    recorded = true;
  }
  return recorded;
}

/** Prepares a script for {@link runEvalScript}. */
export function instrumentScript(script: string, { guardTestPatch = false, afterTestPatch }: InstrumentOptions = {}): InstrumentedScript {
  const lines = script.split("\n");
  const heredocs = findHeredocs(lines);
  const recordsMarker = recordMarkers(lines, (line) => heredocs.some(({ bodyStart, endLine }) => line >= bodyStart && line < endLine));
  const patch = findTestPatch(lines);
  const command = patch === undefined ? "" : (lines[patch.commandLine] ?? "");
  const guards = guardTestPatch && patch !== undefined && /^\s*git\s[^;&|#]*$/.test(command);
  if (guards) lines[patch.commandLine] = `${command} || exit ${applyFailedCode}`;
  if (patch !== undefined && afterTestPatch !== undefined) lines.splice(patch.endLine + 1, 0, afterTestPatch);
  return { text: lines.join("\n"), recordsMarker, guardsTestPatch: guards };
}
