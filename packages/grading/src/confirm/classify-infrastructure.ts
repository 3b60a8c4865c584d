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

const runnerFiles: readonly RegExp[] = [
  /^(?:conftest|sitecustomize|usercustomize)\.py$/,
  /\.pth$/,
  /^(?:pytest|\.pytest|tox|nox|\.coveragerc|\.nycrc|\.c8rc|\.mocharc|\.taprc|\.rspec|\.babelrc|\.swcrc|\.npmrc|\.yarnrc|\.pnpmfile|\.env)(?:\.\w+)*$/,
  /^(?:noxfile|tasks|runtests|run_tests)\.py$/,
  /^(?:jest|vitest|vite|mocha|karma|ava|babel|playwright|cypress|nyc|wallaby|testem|web-test-runner)[\w.-]*\.(?:config|conf|setup|preset|workspace)?\.?(?:[cm]?[jt]s|json)$/,
  /^(?:setup-?tests?|tests?-?setup|jest-?setup|setup-?jest)\.[cm]?[jt]sx?$/i,
  /^(?:spec_helper|rails_helper|test_helper)\.rb$/,
  /^phpunit[\w.-]*\.xml(?:\.dist)?$/,
  /^CTest(?:TestfileConfig|Testfile|Custom)?\.cmake$/,
  /^(?:\.bazelrc|\.tool-versions|\.python-version|\.nvmrc|rust-toolchain(?:\.toml)?)$/,
];

const runnerFolders = /(?:^|\/)(?:\.cargo|\.mvn|\.husky|\.yarn|node_modules|__mocks__|\.pytest_cache)\//;

const manifests =
  /^(?:pyproject\.toml|setup\.(?:cfg|py)|Pipfile|requirements[\w.-]*\.txt|package(?:-lock)?\.json|yarn\.lock|pnpm-(?:lock|workspace)\.yaml|tsconfig[\w.-]*\.json|GNUmakefile|[Mm]akefile(?:\.\w+)?|\w[\w.-]*\.mk|CMakeLists\.txt|\w+\.cmake|configure(?:\.ac)?|meson\.build|go\.(?:mod|sum|work)|Cargo\.(?:toml|lock)|build\.rs|pom\.xml|(?:build|settings)\.gradle(?:\.kts)?|gradle\.properties|gradlew?|mvnw|composer\.(?:json|lock)|Gemfile(?:\.lock)?|Rakefile|justfile|Taskfile\.ya?ml)$/;

const shadowed =
  "_pytest|pytest|py|pluggy|iniconfig|unittest|doctest|nose|xdist|hypothesis|coverage|trial|django|assertpy|site|os|sys|io|re|json|types|typing|functools|collections|importlib|runpy|inspect|traceback|warnings|contextlib|abc|enum|ast|dis|codecs|signal|subprocess|threading|atexit|argparse|random|math|time|logging|tempfile|shutil|pathlib|copy|operator|itertools|string|struct|socket|platform|sysconfig|builtins|tokenize|linecache|difflib|pprint|datetime|decimal|fractions|numbers|weakref|gc|queue|asyncio|concurrent";
const moduleFile = String.raw`(?:/__init__)?\.(?:py|pyc|so|pyd|[\w-]+\.so)$`;
const shadowModule = new RegExp(`^(?:(?:src|lib|tests?|spec)/)?(?:(?:${shadowed})|pytest_\\w+)${moduleFile}`);
const shadowProgram =
  /^(?:bin\/|\.bin\/)?(?:pytest|py\.test|python[\d.]*|node|npm|npx|jest|mocha|vitest|git|make|cc|gcc|bash|sh|go|cargo|mvn|gradle|ctest|prove|bats|echo|test|env|grep|sed|awk|cat|cut|tr|sort|head|tail|diff|cmp|mktemp|basename|dirname|rm|printf|timeout|find|xargs|expr|seq)$/;

const testFolder = /^(?:tests?|testing|specs?|__tests__|t|e2e|test[-_]\w+|\w+[-_]tests?)$/;
const testFile =
  /(?:^|[._-])(?:tests?|specs?)\.[\w.]+$|^tests?[_-]|_test\.go$|(?:Test|Tests|IT|Spec)\.(?:java|kt|groovy|php|cs|scala)$|\.bats$|^t\d+[\w-]*\.sh$/;

/** Folders above the tests of the test patch that are named like folders of tests, and the folders of tests themselves. */
function isBesideTests(path: string, testPaths: readonly string[]): boolean {
  return testPaths.some((test) => {
    const folders = test.split("/").slice(0, -1);
    const depth = folders.findIndex((folder) => testFolder.test(folder));
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
  if (runnerFiles.some((pattern) => pattern.test(name)) || runnerFolders.test(path)) return "runner";
  if (created.has(path) && (shadowModule.test(path) || shadowProgram.test(path))) return "runner";
  if (manifests.test(name)) return "manifest";
  if (isBesideTests(path, testPaths) || isRunBy(evalScript, path)) return "runner";
  const folders = path.split("/").slice(0, -1);
  return testFile.test(name) || folders.some((folder) => testFolder.test(folder)) ? "helper" : undefined;
}
