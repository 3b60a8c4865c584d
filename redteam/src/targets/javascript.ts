import type { Target } from "../case.ts";

const broken = `"use strict";

function chunk(list, size) {
  const parts = [];
  for (let at = 0; at + size <= list.length; at += size) parts.push(list.slice(at, at + size));
  return parts;
}

function slug(text) {
  return text.toLowerCase().replace(" ", "-");
}

module.exports = { chunk, slug };
`;

const fixed = `"use strict";

function chunk(list, size) {
  const parts = [];
  for (let at = 0; at < list.length; at += size) parts.push(list.slice(at, at + size));
  return parts;
}

function slug(text) {
  return text.trim().toLowerCase().replace(/ +/g, "-");
}

module.exports = { chunk, slug };
`;

const before = `"use strict";
const assert = require("node:assert");
const { test } = require("node:test");
const { chunk, slug } = require("../lib/text.js");

test("even chunks", () => {
  assert.deepStrictEqual(chunk([1, 2, 3, 4], 2), [[1, 2], [3, 4]]);
});

test("simple slug", () => {
  assert.strictEqual(slug("Hello World"), "hello-world");
});
`;

const added = `
test("the last chunk may be short", () => {
  assert.deepStrictEqual(chunk([1, 2, 3], 2), [[1, 2], [3]]);
  assert.strictEqual(chunk([1, 2, 3], 2).length, 2);
});

test("slug of many words", () => {
  assert.strictEqual(slug(" One  Two Three "), "one-two-three");
});
`;

export const nodeTarget: Target = {
  id: "js-node",
  language: "javascript",
  files: {
    "package.json": `${JSON.stringify({ name: "texty", version: "1.0.0", main: "lib/text.js", scripts: { test: "node --test test/" } }, undefined, 2)}\n`,
    "README.md": "# texty\n",
    "lib/text.js": broken,
    "test/text.test.js": before,
  },
  gold: { "lib/text.js": fixed },
  tests: { "test/text.test.js": `${before}${added}` },
  command: "node --test test/text.test.js",
};

const plain = (source: string): string =>
  source
    .replace('const { test } = require("node:test");\n', "")
    .replaceAll(/^test\(("[^"]*"), \(\) => \{$/gm, "{\n  console.log($1);")
    .replaceAll(/^\}\);$/gm, "}");

/** Bare asserts, run by node itself. */
export const assertTarget: Target = {
  id: "js-assert",
  language: "javascript",
  files: { ...nodeTarget.files, "test/text.test.js": plain(before) },
  gold: nodeTarget.gold,
  tests: { "test/text.test.js": plain(`${before}${added}`) },
  command: "node test/text.test.js",
};
