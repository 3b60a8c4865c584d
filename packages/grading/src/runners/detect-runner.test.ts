import { expect, it } from "vitest";
import { detectRunner } from "./detect-runner.ts";
import type { RunnerId } from "./runner-id.ts";

const found: readonly (readonly [string, RunnerId])[] = [
  ["pytest -rA tests/test_a.py", "pytest"],
  ["python3 -m pytest -x", "pytest"],
  ["/opt/venv/bin/python -W ignore -m pytest tests", "pytest"],
  ["PYTHONPATH=src timeout 60 pytest", "pytest"],
  ["poetry run pytest tests", "pytest"],
  ["conda run -n testbed pytest", "pytest"],
  ["coverage run -m pytest tests", "pytest"],
  ["python -m unittest -v tests.test_a", "unittest"],
  ["./tests/runtests.py --verbosity 2 admin", "unittest"],
  ["python manage.py test app", "unittest"],
  ["npx jest --ci test/a.test.js", "jest"],
  ["node_modules/.bin/jest", "jest"],
  ["yarn jest a", "jest"],
  ["npx vitest run", "vitest"],
  ["npx --no-install mocha --exit test/", "mocha"],
  ["npx nyc mocha test", "mocha"],
  ["node --test test/compare.test.js", "node:test"],
  ["node --import tsx --test", "node:test"],
  ["go test -v ./...", "go test"],
  ["cargo +nightly test --no-fail-fast", "cargo test"],
  ["mvn -B -Dtest=ATest test", "maven"],
  ["./mvnw -q -pl core surefire:test", "maven"],
  ["./gradlew :core:test --tests ATest", "gradle"],
  ["ctest --output-on-failure", "ctest"],
  ["cd build && ctest", "ctest"],
  ["vendor/bin/phpunit tests", "phpunit"],
  ["php -d memory_limit=-1 vendor/bin/phpunit", "phpunit"],
  ["bundle exec rspec spec", "rspec"],
  ["bats tests/a.bats", "tap"],
  ["prove -v t", "tap"],
  ["pytest \\\n  tests | tee log", "pytest"],
];

it.each(found)("finds the runner of %j", (command, runner) => {
  expect(detectRunner(`#!/bin/bash\nset -uxo pipefail\ncd /testbed\n${command}\nrc=$?\necho "OMNIGRIL_EXIT_CODE=$rc"\n`)).toBe(runner);
});

it.each([
  "pip install pytest",
  "apt-get install -y bats",
  "# pytest tests",
  "echo pytest",
  "bash tests/run.sh",
  "make check",
  "cargo build",
  "cat <<'EOF'\npytest\nEOF",
  "pytest tests\nnpx jest",
])("names no runner for %j", (script) => {
  expect(detectRunner(script)).toBeUndefined();
});

it("looks through a package manager into the base's own scripts", () => {
  const scripts = { test: "NODE_ENV=test jest --ci", unit: "mocha test" };
  expect(detectRunner("npm test", scripts)).toBe("jest");
  expect(detectRunner("npm run unit -- --grep x", scripts)).toBe("mocha");
  expect(detectRunner("yarn test", {})).toBeUndefined();
});
