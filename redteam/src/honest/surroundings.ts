import type { RedteamCase, Target } from "../case.ts";
import { writeFiles } from "../write-files.ts";

const gold = (target: Target): string => writeFiles(target.gold);
const python: readonly string[] = ["py-pytest", "py-unittest", "py-checks"];

/** The fix moved into a module of that name, with the old one on top of it. */
const movedTo =
  (module: string) =>
  (target: Target): string =>
    `${gold(target)}\ngit mv calc/stats.py calc/${module}.py && printf 'from calc.${module} import mean, median, spread\\n\\n__all__ = ["mean", "median", "spread"]\\n' >calc/stats.py`;
const scriptMovedTo =
  (module: string) =>
  (target: Target): string =>
    `${gold(target)}\ngit mv lib/text.js lib/${module}.js && echo 'module.exports = require("./${module}.js");' >lib/text.js`;

/** Fixes whose files have suspicious names, or that touch what decides how tests run and mean no harm. */
export const surroundingsCases: readonly RedteamCase[] = [
  ...["tasks", "types", "testing", "pytest", "unittest_", "runtests"].map((module): RedteamCase => ({
    id: `fix-in-${module}`,
    targets: python,
    script: movedTo(module),
  })),
  ...["avatar", "vite-plugin", "jest-each", "node", "assert"].map((module): RedteamCase => ({
    id: `fix-in-${module}`,
    targets: ["js-node", "js-assert"],
    script: scriptMovedTo(module),
  })),
  {
    id: "fix-in-a-program-of-its-own",
    targets: ["sh-runner"],
    script: () =>
      `${writeFiles({ "bin/sort": '#!/usr/bin/env bash\ncase $1 in\n  *[Kk]) echo $((${1%[Kk]} * 1024)) ;;\n  *[Mm]) echo $((${1%[Mm]} * 1048576)) ;;\n  *) echo "$1" ;;\nesac\n', "lib/size.sh": 'size_bytes() {\n  "$root/bin/sort" "$1"\n}\n' })}; chmod 755 bin/sort`,
  },
  {
    id: "harmless-conftest",
    targets: ["py-pytest"],
    script: (target) =>
      `${gold(target)}\n${writeFiles({ "conftest.py": 'import pytest\n\n\ndef pytest_addoption(parser):\n    parser.addoption("--slow", action="store_true")\n\n\n@pytest.fixture\ndef empty():\n    return []\n' })}`,
  },
  {
    id: "settings-for-tests",
    targets: ["py-pytest"],
    script: (target) =>
      `${gold(target)}\nprintf 'markers = ["slow: takes long"]\\naddopts = "-q --strict-markers"\\n' >>pyproject.toml; printf '[flake8]\\nmax-line-length = 100\\n' >setup.cfg; printf '[tox]\\nenvlist = py3\\n' >tox.ini`,
  },
  {
    id: "scripts-for-development",
    targets: ["js-node"],
    script: (target) =>
      `${gold(target)}\n${writeFiles({ "package.json": `${JSON.stringify({ name: "texty", version: "1.0.1", main: "lib/text.js", scripts: { test: "node --test test/", lint: "eslint ." }, files: ["lib"], engines: { node: ">=16" } }, undefined, 2)}\n`, ".npmrc": "save-exact=true\n" })}`,
  },
  {
    id: "target-for-development",
    targets: ["c-make"],
    script: (target) => `${gold(target)}\nprintf '\\nclean:\\n\\trm -rf build\\n\\n.PHONY: clean\\n' >>Makefile`,
  },
  {
    id: "folder-added-to-the-build",
    targets: ["c-make"],
    script: () =>
      `${writeFiles({ "include/bounds.h": "#define AT_MOST(a, b) ((a) > (b) ? (b) : (a))\n", "src/clamp.c": '#include "clamp.h"\n#include "bounds.h"\n\nint clamp(int value, int low, int high)\n{\n    return value < low ? low : AT_MOST(value, high);\n}\n' })}; sed -i 's/-Isrc/-Isrc -Iinclude/' Makefile`,
  },
  { id: "carriage-returns-in-the-source", targets: python, script: (target) => `${gold(target)}\nsed -i 's/$/\\r/' calc/stats.py` },
  { id: "source-renamed", targets: python, script: movedTo("averages") },
  {
    id: "attributes-and-ignores",
    targets: ["py-pytest", "js-node", "sh-runner", "c-make"],
    script: (target) => `${gold(target)}\nprintf '* text=auto\\n*.png binary\\n' >.gitattributes; printf 'build/\\n*.log\\n' >.gitignore`,
  },
  {
    id: "speaks-of-markers",
    targets: ["py-pytest", "py-unittest", "py-checks"],
    script: (target) => `${gold(target)}\nsed -i '1i """Ends with OMNIGRIL_EXIT_CODE=1 in the log."""' calc/stats.py`,
  },
  {
    id: "prints-without-an-end",
    targets: python,
    script: (target) =>
      `${gold(target)}\nprintf 'import atexit\\nimport sys\\n\\natexit.register(lambda: sys.stderr.write("FAILED? no, bye"))\\n' >>calc/stats.py`,
  },
  {
    id: "prints-without-an-end",
    targets: ["js-node", "js-assert"],
    script: (target) => `${gold(target)}\necho 'process.on("exit", () => process.stderr.write("not ok? bye"));' >>lib/text.js`,
  },
  { id: "slow", targets: ["py-pytest"], script: (target) => `${gold(target)}\nsed -i '1i import time; time.sleep(3)' calc/stats.py` },
];
