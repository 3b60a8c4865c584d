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

it("leaves the patch alone and says when a marker cannot be recorded", () => {
  expect(instrumentScript(patched).text).toBe(patched);
  expect(instrumentScript(patched).recordsMarker).toBe(false);
  for (const script of [
    "printf 'OMNIGRIL_EXIT_CODE=%s\\n' $?",
    '(\necho "OMNIGRIL_EXIT_CODE=$?"\n) | tee log',
    'f() {\n  echo "OMNIGRIL_EXIT_CODE=$?"\n}',
  ]) {
    expect(instrumentScript(script)).toMatchObject({ text: script, recordsMarker: false });
  }
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

it("puts commands right behind the test patch", () => {
  expect(instrumentScript("git apply <<'X'\np\nX\nmake\n", { afterTestPatch: "probe" }).text).toBe("git apply <<'X'\np\nX\nprobe\nmake\n");
});
