import { findShadow } from "./find-shadow.ts";

/**
 * `runner` = has no business in a fix (runner configuration, hooks into the interpreter, modules that shadow the runner's);
 * `helper` = beside the tests; `manifest` = also read by builds, so an honest fix may have to edit it.
 */
export type InfrastructureKind = "runner" | "helper" | "manifest";

/** What is known of the tests. */
export interface TestSurroundings {
  readonly evalScript: string;
  readonly testPaths: readonly string[];
  /** Paths that the patch brings into being: only those can shadow anything. A repository may well be the library of that name. */
  readonly created: ReadonlySet<string>;
}

/** By name, wherever they are. */
const runnerFiles: readonly RegExp[] = [
  /^(?:conftest|sitecustomize|usercustomize|apport_python_hook)\.py$/,
  /\.(?:pth|pyc)$/,
  /^(?:pytest|\.pytest|tox|nox|\.coveragerc|\.nycrc|\.c8rc|\.mocharc|\.taprc|\.rspec|\.babelrc|\.swcrc|\.npmrc|\.yarnrc|\.pnp|\.pnpmfile|bunfig|\.env)(?:\.(?!py$)\w+)*$/,
  /^(?:jest|vitest|vite|mocha|karma|ava|babel|playwright|cypress|nyc|wallaby|testem|web-test-runner)(?:[.-]\w+)*[.-](?:config|conf|setup|preset|workspace|environment|globals?)(?:[.-]\w+)*\.(?:[cm]?[jt]s|json)$/,
  /^(?:jest|vitest|karma|mocha|babel|nyc)(?:[.-]\w+)*\.json$/,
  /^(?:setup-?tests?|tests?-?setup|jest-?setup|setup-?jest)\.[cm]?[jt]sx?$/i,
  /^(?:spec_helper|rails_helper|test_helper)\.rb$/,
  /^phpunit[\w.-]*\.xml(?:\.dist)?$/,
  /^CTest(?:TestfileConfig|Testfile|Custom)?\.cmake$/,
  /^(?:\.bazelrc|\.tool-versions|\.python-version|\.nvmrc|rust-toolchain(?:\.toml)?)$/,
];

/** At the root only: a package may well have modules of these names. */
const rootFiles = /^(?:noxfile|runtests|run_tests)\.py$/;

const runnerFolders =
  /(?:^|\/)(?:\.cargo|\.mvn|\.husky|\.yarn|node_modules|__mocks__|\.pytest_cache|__pycache__|\.?venv|site-packages|dist-packages|[\w.-]+\.(?:dist|egg)-info)\//;

const manifests =
  /^(?:pyproject\.toml|setup\.(?:cfg|py)|Pipfile|requirements[\w.-]*\.txt|package(?:-lock)?\.json|yarn\.lock|pnpm-(?:lock|workspace)\.yaml|tsconfig[\w.-]*\.json|GNUmakefile|[Mm]akefile(?:[.-]\w+)?|\w[\w.-]*\.(?:mk|mak)|CMakeLists\.txt|\w+\.cmake|configure(?:\.ac)?|meson\.build|go\.(?:mod|sum|work)|Cargo\.(?:toml|lock)|build\.rs|pom\.xml|(?:build|settings)\.gradle(?:\.kts)?|gradle\.properties|gradlew?|mvnw|composer\.(?:json|lock)|Gemfile(?:\.lock)?|Rakefile|justfile|Taskfile\.ya?ml)$/;

const testFolder = /^(?:tests?|testing|specs?|__tests__|t|e2e|test[-_]\w+|\w+[-_]tests?)$/;
const testFile =
  /(?:^|[._-])(?:tests?|specs?)\.[\w.]+$|^tests?[_-]|_test\.go$|(?:Test|Tests|IT|Spec)\.(?:java|kt|groovy|php|cs|scala)$|\.bats$|^t\d+[\w-]*\.sh$/;

/** Folders above the tests of the test patch that are named like folders of tests, and the folders of tests themselves. */
function isBesideTests(path: string, testPaths: readonly string[]): boolean {
  return testPaths.some((test) => {
    const folders = test.split("/").slice(0, -1);
    // `testing` may be what a package is about; its tests are in a folder further down then.
    const own = folders.findIndex((folder) => folder !== "testing" && testFolder.test(folder));
    const depth = own >= 0 ? own : folders.indexOf("testing");
    const root = depth >= 0 ? folders.slice(0, depth + 1) : [];
    return root.length > 0 && path.startsWith(`${root.join("/")}/`);
  });
}

/** Whether the script runs the file: `./check.sh`, `bash tools/check.sh`, `python run_all.py`. */
function isRunBy(script: string, path: string): boolean {
  const escaped = path.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const starter = String.raw`(?:^|[;&|]|\s)(?:(?:ba|da|z)?sh(?: -\w+)*|source|\.|python[\d.]*(?: -\w+)*|node(?: --?[\w-]+)*|perl|ruby|php|make -f)\s+`;
  return new RegExp(
    String.raw`(?:${starter}(?:\./|/testbed/)?|(?:^|[;&|]\s*)(?:\./|/testbed/)?)["']?${escaped}["']?(?=$|[\s;&|)])`,
    "m",
  ).test(script);
}

/** Whether a file decides how tests run, and in which way. Undefined for ordinary sources. */
export function classifyInfrastructure(path: string, { evalScript, testPaths, created }: TestSurroundings): InfrastructureKind | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (runnerFiles.some((pattern) => pattern.test(name)) || rootFiles.test(path) || runnerFolders.test(path)) return "runner";
  const shadow = created.has(path) ? findShadow(path, evalScript) : undefined;
  if (shadow !== undefined) return shadow;
  if (manifests.test(name)) return "manifest";
  if (isBesideTests(path, testPaths) || isRunBy(evalScript, path)) return "runner";
  const folders = path.split("/").slice(0, -1);
  return testFile.test(name) || folders.some((folder) => testFolder.test(folder)) ? "helper" : undefined;
}
