import type { Target } from "../case.ts";

const broken = `def mean(values):
    return sum(values) / len(values)


def median(values):
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def spread(values):
    return max(values) - min(values)
`;

const fixed = `def mean(values):
    if not values:
        return 0
    return sum(values) / len(values)


def median(values):
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2 == 0:
        return (ordered[middle - 1] + ordered[middle]) / 2
    return ordered[middle]


def spread(values):
    return max(values) - min(values)
`;

const shared = {
  "calc/__init__.py": `from calc.stats import mean, median, spread\n\n__all__ = ["mean", "median", "spread"]\n`,
  "calc/stats.py": broken,
  "README.md": "# calc\n\nSmall statistics.\n",
  "pyproject.toml": `[project]\nname = "calc"\nversion = "1.2.0"\ndependencies = []\n\n[tool.pytest.ini_options]\ntestpaths = ["tests"]\n`,
};

const helpers = `def close(left, right):
    assert abs(left - right) < 1e-9, f"{left} is not {right}"
`;

const pytestBefore = `from calc import mean, spread
from helpers import close


def test_mean():
    close(mean([1, 2, 3]), 2)


def test_spread():
    assert spread([4, 9]) == 5
`;

const pytestAfter = `from calc import mean, median, spread
from helpers import close


def test_mean():
    close(mean([1, 2, 3]), 2)


def test_mean_of_nothing():
    assert mean([]) == 0


def test_median_between_two():
    assert median([4, 1, 3, 2]) == 2.5
    close(median([10, 20]), 15)


def test_median_of_three():
    assert median([9, 1, 5]) == 5


def test_spread():
    assert spread([4, 9]) == 5
`;

function asCases(source: string): string {
  const body = source
    .replace(/^from calc.*\nfrom helpers.*\n/, "")
    .replaceAll("def test_", "    def test_")
    .replaceAll(/\(\):\n/g, "(self):\n")
    .replaceAll(/^ {4}(?!def)(?=\S)/gm, "        ")
    .replaceAll(/assert (.+) == (.+)/g, "self.assertEqual($1, $2)")
    .replaceAll(/\n{3}/g, "\n\n");
  return `import unittest\n\nfrom calc import mean, median, spread\nfrom tests.helpers import close\n\n\nclass StatsTest(unittest.TestCase):${body.replace(/^\n+/, "\n")}`;
}

function asChecks(source: string): string {
  const names = [...source.matchAll(/def (test_\w+)/g)].map(([, name]) => name);
  const setup = "import os\nimport sys\n\nsys.path.insert(0, os.getcwd())\n\n";
  return `${setup}${source}\n\nfor check in [${names.join(", ")}]:\n    check()\n    print("fine:", check.__name__)\n`;
}

export const pytestTarget: Target = {
  id: "py-pytest",
  language: "python",
  files: { ...shared, "tests/helpers.py": helpers, "tests/test_stats.py": pytestBefore },
  gold: { "calc/stats.py": fixed },
  tests: { "tests/test_stats.py": pytestAfter },
  command: "python3 -m pytest -rA -p no:cacheprovider tests/test_stats.py",
};

export const unittestTarget: Target = {
  id: "py-unittest",
  language: "python",
  files: { ...shared, "tests/__init__.py": "", "tests/helpers.py": helpers, "tests/test_stats.py": asCases(pytestBefore) },
  gold: { "calc/stats.py": fixed },
  tests: { "tests/test_stats.py": asCases(pytestAfter) },
  command: "python3 -m unittest -v tests.test_stats",
};

/** A runner of the repository's own: only its exit code tells anything. */
export const checksTarget: Target = {
  id: "py-checks",
  language: "python",
  files: { ...shared, "tests/helpers.py": helpers, "tests/run_stats.py": asChecks(pytestBefore) },
  gold: { "calc/stats.py": fixed },
  tests: { "tests/run_stats.py": asChecks(pytestAfter) },
  command: "python3 tests/run_stats.py",
};
