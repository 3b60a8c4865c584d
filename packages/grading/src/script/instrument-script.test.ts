import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { instrumentScript } from "./instrument-script.ts";

const patched = "cat - <<'EOF_114329324912'\necho \"OMNIGRIL_EXIT_CODE=$rc\"\nEOF_114329324912\n";

it("records the marker without a trace of it in output or trace", () => {
  const script = `set -ux\n${patched}rc=3\necho "OMNIGRIL_EXIT_CODE=$rc"\n(exit 4)\necho OMNIGRIL_EXIT_CODE=$?\n`;
  const { text, recordsMarker } = instrumentScript(script);
  const bash = (code: string): string => execFileSync("bash", ["-c", `exec 2>&1\n${code}`], { encoding: "utf8" });
  expect(recordsMarker).toBe(true);
  expect(bash(`__swe_marker=()\n${text}`)).toBe(bash(`__swe_marker=()\n${script}`));
  expect(bash(`__swe_marker=()\n${text}\nset +x; echo "\${__swe_marker[*]}"`).trimEnd().split("\n").at(-1)).toBe("3 4");
});

const bash = (code: string): string => execFileSync("bash", ["-c", `exec 2>&1\n__swe_marker=()\n${code}`], { encoding: "utf8" });
const recorded = (code: string): string => bash(`${code}\nset +x; echo "recorded \${__swe_marker[*]}"`).trimEnd().split("\n").at(-1) ?? "";

it.each([
  ['echo "OMNIGRIL_EXIT_CODE=${PIPESTATUS[0]}"', true],
  ['echo "OMNIGRIL_EXIT_CODE=${rc:-1}" >&2', true],
  ["echo 'OMNIGRIL_EXIT_CODE='$rc", true],
  ["printf 'OMNIGRIL_EXIT_CODE=%s\\n' \"$rc\"", true],
  ['printf "OMNIGRIL_EXIT_CODE=%d\\n" $rc', true],
  ['if [ $rc != 0 ]; then\n  echo "OMNIGRIL_EXIT_CODE=$rc"\nfi', false],
  ["f() {\n  printf 'OMNIGRIL_EXIT_CODE=%s\\n' $rc\n}\nf", false],
  ['echo -e "\\nOMNIGRIL_EXIT_CODE=$rc"', false],
  ['{\n  echo "OMNIGRIL_EXIT_CODE=$rc"\n}', false],
])("learns the value that %j prints", (line, recordsMarker) => {
  const script = `rc=3\nset -x\n(exit 3)\n${line}`;
  const instrumented = instrumentScript(script);
  expect(instrumented).toMatchObject({ recordsMarker, watchesMarker: !recordsMarker });
  expect(bash(instrumented.text)).toBe(bash(script));
  expect(recorded(instrumented.text)).toBe("recorded 3");
});

it("leaves the patch alone, and does not know what a subshell prints", () => {
  expect(instrumentScript(patched)).toMatchObject({ text: patched, recordsMarker: false, watchesMarker: false });
  const piped = instrumentScript('(\necho "OMNIGRIL_EXIT_CODE=$?"\n) | cat');
  expect(piped).toMatchObject({ recordsMarker: false, watchesMarker: true });
  expect(recorded(piped.text)).toBe("recorded");
});

it("guards a plain git apply only", () => {
  const plain = "git apply -v - <<'X'\npatch\nX\nmake\n";
  expect(instrumentScript(plain, { guardTestPatch: true })).toMatchObject({
    guardsTestPatch: true,
    text: expect.stringContaining("<<'X' || exit 113") as string,
  });
  const careful = "git apply - <<'X' || git apply --3way -\npatch\nX\n";
  expect(instrumentScript(careful, { guardTestPatch: true })).toMatchObject({ guardsTestPatch: false, text: careful });
});
