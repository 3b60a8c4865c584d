import { expect, it } from "vitest";
import { failedWhileSealing, withoutSealLayers, withSealLayers } from "./seal-layers.ts";

const dockerfile = "FROM base:1\nRUN git clone /srv/x /testbed\n";

it("adds layers behind the Dockerfile and takes them off again", () => {
  const sealed = withSealLayers(dockerfile, "abc");
  expect(sealed.startsWith(dockerfile)).toBe(true);
  expect(sealed).not.toContain("<<");
  expect(withoutSealLayers(sealed)).toBe(dockerfile);
  expect(withSealLayers(sealed, "abc")).toBe(sealed);
});

it("continues lines with the character that the Dockerfile declares", () => {
  expect(withSealLayers(`# escape=\`\n${dockerfile}`, undefined)).toMatch(/^RUN set -eu; `$/m);
});

it.each([
  ["\\", `${dockerfile}RUN a && \\\n    b \\\n\n# the end\n`],
  ["`", `# escape=\`\n${dockerfile}RUN a && \`\r\n    b \` \r\n`],
])("does not let a line that ends with %s swallow what follows", (_, unfinished) => {
  const sealed = withSealLayers(unfinished, "abc");
  expect(sealed).toMatch(/^ {4}b *\n(?:\n|#.*\n)*SHELL /m);
  expect(withSealLayers(sealed, "abc")).toBe(sealed);
});

it("seals as root and gives the user back", () => {
  const sealed = withSealLayers(`FROM a AS b\nUSER x\nFROM base:1\nUSER app\n`, undefined);
  expect(sealed).toMatch(/USER root\n[\s\S]*\nUSER app\n# --- end/);
  expect(withSealLayers("FROM a AS b\nUSER x\nFROM base:1\n", undefined)).not.toContain("USER x\n#");
});

it("tells a failure of the sealing from one of the build", () => {
  const step = `Step 3 : ${withSealLayers("FROM a", undefined)}\n`;
  expect(failedWhileSealing(`${step}seal: start\nfatal: bad object`)).toBe(true);
  expect(failedWhileSealing(`${step}#7 0.123 seal: start\n#7 0.200 fatal: bad object`)).toBe(true);
  expect(failedWhileSealing(`${step}seal: start\nseal: done\nlater step failed`)).toBe(false);
  expect(failedWhileSealing("Step 3\nfailed")).toBe(false);
});
