import { findHeredocs } from "./find-heredocs.ts";
import { findTestPatch } from "./find-test-patch.ts";
import { applyFailedCode } from "../run/wrapper.ts";

/** What was woven into a script. */
export interface InstrumentedScript {
  readonly text: string;
  /** The value of the marker reaches the grader through the shell's exit status too, where nothing the tests print can change it. */
  readonly recordsMarker: boolean;
  /** The shell tells of markers that it prints in another form, unless a subshell prints them. */
  readonly watchesMarker: boolean;
  /** A test patch that does not apply ends the script. */
  readonly guardsTestPatch: boolean;
}

/** Changes to a script that neither its output nor its trace shows. */
export interface InstrumentOptions {
  /** End the script when its test patch does not apply. */
  readonly guardTestPatch?: boolean | undefined;
}

const value = String.raw`\$\{?\w+\}?|\$\?|\$\{\?\}|\$\{\w+(?:\[\d+\]|:-\w+)\}`;
const rest = String.raw`\s*(?:>&[12]\s*)?(?:[;#].*)?`;
/** Unindented, as a marker inside a function or a subshell could not hand its value to the shell. */
const markerEchoes: readonly RegExp[] = [
  new RegExp(`^(echo\\s+"?OMNIGRIL_EXIT_CODE=)(${value})("?${rest})$`),
  new RegExp(`^(echo\\s+'OMNIGRIL_EXIT_CODE='"?)(${value})("?${rest})$`),
  new RegExp(
    String.raw`^(printf\s+(?:'(?:\\n)?OMNIGRIL_EXIT_CODE=%[sdi]\\n'|"(?:\\n)?OMNIGRIL_EXIT_CODE=%[sdi]\\n")\s+"?)(${value})("?${rest})$`,
  ),
];

const printer = (name: string): string => `${name}() {
  { local __swe_x=$-; set +x; } 2>/dev/null
  builtin ${name} "$@"
  { local __swe_text; builtin printf -v __swe_text '%s ' "$@"
  [[ $__swe_text =~ OMNIGRIL_EXIT_CODE=(%[sdi]\\\\n )?([0-9]+) ]] && __swe_marker+=("\${BASH_REMATCH[2]}")
  case $__swe_x in *x*) set -x ;; esac; } 2>/dev/null
}`;
/** Stand before the script when its markers have an unusual form. Neither output nor trace shows them. */
const watchers = `${printer("echo")}\n${printer("printf")}`;

function recordMarkers(lines: string[], inHeredoc: (line: number) => boolean): boolean {
  let recorded = false;
  // An unindented group around everything may be a subshell or the left side of a pipe.
  if (lines.some((line, number) => /^[({]\s*$/.test(line) && !inHeredoc(number))) return false;
  for (const [number, line] of lines.entries()) {
    const match = inHeredoc(number) ? undefined : markerEchoes.map((form) => form.exec(line)).find((found) => found !== null);
    if (match === undefined || match === null) continue;
    // `:=` stores the value in a fresh element and yields it, so the echo prints and traces what it always did.
    lines[number] = `${match[1] ?? ""}\${__swe_marker[\${#__swe_marker[@]}]:=${match[2] ?? ""}}${match[3] ?? ""}`;
    recorded = true;
  }
  return recorded;
}

/** Prepares a script for {@link runEvalScript}. */
export function instrumentScript(script: string, { guardTestPatch = false }: InstrumentOptions = {}): InstrumentedScript {
  const lines = script.split("\n");
  const heredocs = findHeredocs(lines);
  const inHeredoc = (line: number): boolean => heredocs.some(({ bodyStart, endLine }) => line >= bodyStart && line < endLine);
  const recordsMarker = recordMarkers(lines, inHeredoc);
  const watchesMarker = !recordsMarker && lines.some((line, number) => !inHeredoc(number) && line.includes("OMNIGRIL_EXIT_CODE="));
  const patch = findTestPatch(lines);
  const command = patch === undefined ? "" : (lines[patch.commandLine] ?? "");
  const guards = guardTestPatch && patch !== undefined && /^\s*git\s[^;&|#]*$/.test(command);
  if (guards) lines[patch.commandLine] = `${command} || exit ${applyFailedCode}`;
  const text = lines.join("\n");
  return { text: watchesMarker ? `${watchers}\n${text}` : text, recordsMarker, watchesMarker, guardsTestPatch: guards };
}
