import { expect, it } from "vitest";
import { scriptTools } from "./script-tools.ts";

it.each([
  ["python3 -m pytest tests", ["python3"]],
  ["cd /testbed && PYTHONPATH=src TZ=UTC timeout -k 5 60 pytest -rA; rc=$?", ["pytest"]],
  ["npm ci || true\nnpx jest --ci", ["npm", "npx"]],
  ["if make test; then echo ok; fi", ["make"]],
  ["go test ./... 2>&1 | tee log", ["go"]],
  ["time exec ./gradlew test", []],
  ["# python2 is not used\necho python", []],
  ["cat <<'EOF'\nruby x\nEOF\ncargo test", ["cargo"]],
  ["poetry run pytest", ["poetry"]],
  ["python3.11 -c \\\n  'import x'", ["python3.11"]],
  ["result=$(node -e 1)", ["node"]],
])("finds what %j starts", (script, tools) => {
  expect(scriptTools(script).tools).toEqual(tools);
});

it("keeps the lines that activate an environment", () => {
  const script = "set -x\nsource /opt/venv/bin/activate\nconda activate testbed\nexport PATH=$HOME/go/bin:$PATH\ncd /testbed\npytest\n";
  expect(scriptTools(script).activation).toEqual([
    "source /opt/venv/bin/activate",
    "conda activate testbed",
    "export PATH=$HOME/go/bin:$PATH",
  ]);
});
