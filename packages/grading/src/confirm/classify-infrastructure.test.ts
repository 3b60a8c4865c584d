import { expect, it } from "vitest";
import { classifyInfrastructure } from "./classify-infrastructure.ts";

const created = new Set(["pytest.py", "_pytest/__init__.py", "unittest/__init__.py", "src/typing.py", "pytest", "bin/bash"]);
const around = {
  created,
  evalScript: "cd /testbed\nbash tools/check.sh\npytest tests/unit/test_a.py\n",
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
  "pytest.py",
  "_pytest/__init__.py",
  "unittest/__init__.py",
  "src/typing.py",
  "pytest",
  "bin/bash",
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

it.each(["pkg/testing/client.py", "django/test/client.py", "src/a_test.go", "lib/x.spec.ts"])("takes %s for a helper", (path) => {
  expect(kind(path)).toBe("helper");
});

it.each([
  "pkg/core.py",
  "src/lib.rs",
  "lib/json/decoder.py",
  "docs/testing.md",
  "pkg/contest.py",
  "src/latest.js",
  "pkg/logging.py",
  "README.md",
])("takes %s for an ordinary source", (path) => {
  expect(kind(path)).toBeUndefined();
});
