import type { RunnerId } from "../runners/runner-id.ts";
import { randomTestName, wrongSum } from "./random-words.ts";

/** A test file with a test in it that must fail. */
export interface Canary {
  readonly text: string;
  /** Part of the test's id in the log, whatever the runner makes of it. */
  readonly token: string;
}

type Planter = (text: string, name: string, terms: readonly number[], wrong: number, path: string) => string | undefined;

const camel = (name: string): string => name.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
const spaced = (name: string): string => name.replaceAll("_", " ");
const append = (text: string, code: string): string => `${text}${text.endsWith("\n") ? "" : "\n"}\n${code}\n`;

/** Python's `if __name__ == "__main__":` ends a test file; what stands behind it may never be reached. */
function beforeMain(text: string, code: string): string {
  const at = text.search(/^if __name__\b/m);
  return at < 0 ? append(text, code) : `${text.slice(0, at)}${code}\n\n\n${text.slice(at)}`;
}

/** Before the brace that closes the last class. */
function intoClass(text: string, code: string): string | undefined {
  const at = text.lastIndexOf("}");
  return at < 0 ? undefined : `${text.slice(0, at)}\n${code}\n${text.slice(at)}`;
}

const isScript = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path);
const isModule = (text: string, path: string): boolean => /\.(?:m[jt]s|tsx?)$/.test(path) || /^import\s/m.test(text);

function plantJava(text: string, name: string, terms: readonly number[], wrong: number): string | undefined {
  const jupiter = text.includes("org.junit.jupiter");
  const api = jupiter ? "org.junit.jupiter.api" : "org.junit";
  const assertion = jupiter ? "Assertions" : "Assert";
  return intoClass(
    text,
    `    @${api}.Test\n    public void ${name}() {\n        ${api}.${assertion}.assertEquals(${wrong}, ${terms.join(" + ")});\n    }`,
  );
}

const planters: Partial<Readonly<Record<RunnerId, { readonly file: RegExp; readonly plant: Planter }>>> = {
  pytest: {
    file: /\.py$/,
    plant: (text, name, terms, wrong) =>
      beforeMain(text, `def test_${name}():\n    terms = [${terms.join(", ")}]\n    assert sum(terms) == ${wrong}`),
  },
  unittest: {
    file: /\.py$/,
    plant: (text, name, terms, wrong) =>
      beforeMain(
        text,
        `class Test${camel(name)}(__import__("unittest").TestCase):\n    def test_${name}(self):\n        self.assertEqual(sum([${terms.join(", ")}]), ${wrong})`,
      ),
  },
  jest: {
    file: /\.[cm]?[jt]sx?$/,
    plant: (text, name, terms, wrong) =>
      append(text, `test("${spaced(name)}", () => {\n  expect([${terms.join(", ")}].reduce((a, b) => a + b)).toBe(${wrong});\n});`),
  },
  vitest: {
    file: /\.[cm]?[jt]sx?$/,
    plant: (text, name, terms, wrong) => {
      const id = camel(name);
      const code = `test${id}("${spaced(name)}", () => {\n  expect${id}([${terms.join(", ")}].reduce((a, b) => a + b)).toBe(${wrong});\n});`;
      return append(text, `import { expect as expect${id}, test as test${id} } from "vitest";\n${code}`);
    },
  },
  mocha: {
    file: /\.[cm]?[jt]sx?$/,
    plant: (text, name, terms, wrong) =>
      append(
        text,
        `${/^\s*suite\(/m.test(text) ? "test" : "it"}("${spaced(name)}", function () {\n  if (${terms.join(" + ")} !== ${wrong}) throw new Error("not ${wrong}");\n});`,
      ),
  },
  "node:test": {
    file: /\.[cm]?[jt]sx?$/,
    plant: (text, name, terms, wrong, path) => {
      const id = camel(name);
      const check = `("${spaced(name)}", () => `;
      const sum = terms.join(" + ");
      if (!isModule(text, path)) return append(text, `require("node:test")${check}require("node:assert").equal(${sum}, ${wrong}));`);
      return append(
        text,
        `import test${id} from "node:test";\nimport assert${id} from "node:assert";\ntest${id}${check}assert${id}.equal(${sum}, ${wrong}));`,
      );
    },
  },
  "go test": {
    file: /_test\.go$/,
    plant: (text, name, terms, wrong) =>
      /^func Test\w*\(\w+ \*testing\.T\)/m.test(text)
        ? append(
            text,
            `func Test${camel(name)}(t *testing.T) {\n\tif got := ${terms.join(" + ")}; got != ${wrong} {\n\t\tt.Fatalf("got %d", got)\n\t}\n}`,
          )
        : undefined,
  },
  "cargo test": {
    file: /\.rs$/,
    plant: (text, name, terms, wrong) =>
      append(text, `#[cfg(test)]\n#[test]\nfn ${name}() {\n    assert_eq!(${terms.join(" + ")}, ${wrong});\n}`),
  },
  maven: { file: /(?:^|\/)\w*(?:Test|Tests|TestCase|IT)\w*\.java$/, plant: plantJava },
  gradle: { file: /(?:^|\/)\w*(?:Test|Tests|TestCase|IT)\w*\.java$/, plant: plantJava },
  phpunit: {
    file: /Test\.php$/,
    plant: (text, name, terms, wrong) =>
      intoClass(
        text,
        `    public function test${camel(name)}(): void\n    {\n        $this->assertSame(${wrong}, ${terms.join(" + ")});\n    }`,
      ),
  },
  rspec: {
    file: /_spec\.rb$/,
    plant: (text, name, terms, wrong) =>
      append(text, `RSpec.describe "${spaced(name)}" do\n  it("adds up") { expect(${terms.join(" + ")}).to eq ${wrong} }\nend`),
  },
  tap: {
    file: /\.bats$/,
    plant: (text, name, terms, wrong) => append(text, `@test "${spaced(name)}" {\n  [ $((${terms.join(" + ")})) -eq ${wrong} ]\n}`),
  },
};

const helperNames = /(?:^|\/)(?:__init__|conftest|setup|helpers?|utils?|fixtures?|common|base|mod)\.\w+$/;

/** Plants a test of a random name that must fail. Undefined when the file is not one that the runner collects. */
export function plantCanary(runner: RunnerId, path: string, text: string): Canary | undefined {
  const planter = planters[runner];
  if (planter === undefined || !planter.file.test(path) || helperNames.test(path)) return undefined;
  if (runner === "pytest" && !/(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/.test(path)) return undefined;
  if (isScript(path) && !/\b(?:test|it|describe|suite)\b/.test(text)) return undefined;
  const name = randomTestName();
  const { terms, wrong } = wrongSum();
  const planted = planter.plant(text, name, terms, wrong, path);
  return planted === undefined ? undefined : { text: planted, token: /\d{5}$/.exec(name)?.[0] ?? name };
}
