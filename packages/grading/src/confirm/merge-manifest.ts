import { isHarmlessMakefileEdit } from "./is-harmless-makefile-edit.ts";
import { mergePackageJson } from "./merge-package-json.ts";
import { mergeSections } from "./merge-sections.ts";

const iniSection = /^(?:tool:)?(?:pytest|coverage|aliases|test|flake8|isort|mypy|tox|testenv)|options\.entry_points|pytest11/;
const tomlSection =
  /^tool\.(?:pytest|coverage|tox|nox|hatch\.envs|pdm\.scripts|poe|taskipy)|pytest11|^(?:test|bench|profile\.test|profile\.dev|target\.)/;

/**
 * What to keep of an edited build file for the confirming run: the edit with the base's test settings. Undefined = nothing can be
 * kept. Files without parts that belong to tests alone are kept as they are.
 */
export function mergeManifest(path: string, base: string, edited: string): string | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name === "package.json") return mergePackageJson(base, edited);
  if (name === "setup.cfg") return mergeSections(base, edited, (section) => iniSection.test(section));
  if (name === "pyproject.toml" || name === "Cargo.toml") return mergeSections(base, edited, (section) => tomlSection.test(section));
  if (name === "pnpm-workspace.yaml" && /shell|nodeOptions|node-options/i.test(edited)) return undefined;
  if (/^(?:GNUm|[Mm])akefile|\.(?:mk|mak)$/.test(name)) return isHarmlessMakefileEdit(base, edited) ? edited : undefined;
  return edited;
}
