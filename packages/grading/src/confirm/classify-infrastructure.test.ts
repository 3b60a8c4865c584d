import { expect, it } from "vitest";
import { classifyInfrastructure } from "./classify-infrastructure.ts";

/** The runner's when they are new. */
const newRunnerFiles = [
  "pytest.py",
  "_pytest/__init__.py",
  "unittest/__init__.py",
  "textwrap.py",
  "pytest",
  "bin/bash",
  "check",
  "evil-1.0.dist-info/entry_points.txt",
  "calc.egg-info/entry_points.txt",
  "pkg/__pycache__/a.cpython-311.pyc",
  "venv/lib/python3.11/site-packages/pytest/__init__.py",
  "jest.setup.ts",
  "karma.conf.js",
  "jest-e2e.json",
  "babel.config.cjs",
  "noxfile.py",
];
const created = new Set([...newRunnerFiles, "src/typing.py", "bin/sort", "build"]);
const around = {
  created,
  evalScript: "cd /testbed\nbash tools/check.sh\nmake -s check\npytest tests/unit/test_a.py\n",
  testPaths: ["tests/unit/test_a.py"],
};
const kind = (path: string): string | undefined => classifyInfrastructure(path, around);

it.each([
  "conftest.py",
  "pkg/conftest.py",
  "sitecustomize.py",
  "pytest.ini",
  "tox.ini",
  "jest.config.mjs",
  "vitest.config.ts",
  ".mocharc.yml",
  "node_modules/jest/index.js",
  ".cargo/config.toml",
  ".mvn/maven.config",
  ...newRunnerFiles,
  "tests/helpers.py",
  "tests/unit/test_other.py",
  "tools/check.sh",
  "spec/spec_helper.rb",
])("takes %s for the runner's", (path) => {
  expect(kind(path)).toBe("runner");
});

it.each(["pyproject.toml", "setup.cfg", "package.json", "Makefile", "pom.xml", "Cargo.toml", "go.mod", "sub/CMakeLists.txt"])(
  "takes %s for a build file",
  (path) => {
    expect(kind(path)).toBe("manifest");
  },
);

it.each(["src/typing.py", "bin/sort", "pkg/testing/client.py", "django/test/client.py", "src/a_test.go", "lib/x.spec.ts"])(
  "takes %s for a helper",
  (path) => {
    expect(kind(path)).toBe("helper");
  },
);

it.each([
  "pkg/core.py",
  "src/lib.rs",
  "lib/json/decoder.py",
  "docs/testing.md",
  "pkg/contest.py",
  "src/latest.js",
  "pkg/logging.py",
  "pkg/tasks.py",
  "tasks.py",
  "pkg/noxfile.py",
  "src/avatar.js",
  "src/available.ts",
  "src/babelfish.js",
  "src/vite-plugin.js",
  "src/jest-each.js",
  "src/tox.py",
  "build",
  "README.md",
])("takes %s for an ordinary source", (path) => {
  expect(kind(path)).toBeUndefined();
});

it("keeps apart what a package called testing is about and its tests", () => {
  const inside = { ...around, testPaths: ["pkg/testing/tests/test_a.py"] };
  expect(classifyInfrastructure("pkg/testing/client.py", inside)).toBe("helper");
  expect(classifyInfrastructure("pkg/testing/tests/helpers.py", inside)).toBe("runner");
  expect(classifyInfrastructure("pkg/testing/helpers.py", { ...around, testPaths: ["pkg/testing/test_a.py"] })).toBe("runner");
});
