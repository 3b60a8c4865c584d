// What a user gets: builds and packs every package, checks each tarball, installs it with only those of its own workspace
// dependencies into an empty folder, and imports it; apps have to answer --help. node scripts/check-pack.mjs [name ...]
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { mapLimited, runCommand } from "./lib/run-command.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const bin = (name) => join(root, "node_modules", ".bin", name);

const packages = new Map();
for (const parent of ["packages", "apps"]) {
  for (const name of readdirSync(join(root, parent))) {
    const folder = join(root, parent, name);
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    if (manifest.private !== true) packages.set(manifest.name, { name: manifest.name, folder, manifest, isApp: parent === "apps" });
  }
}
const wanted = process.argv.slice(2);
const chosen = [...packages.values()].filter(({ name }) => wanted.length === 0 || wanted.includes(name));

const scratch = mkdtempSync(join(tmpdir(), "swe-pack-"));
const tarballs = new Map();
let failures = 0;

function fail(what, output) {
  failures++;
  console.log(`${output.trimEnd()}\n${what}: FAILED`);
}

/** The workspace packages that a package needs, itself included. */
function closure(name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  for (const dependency of Object.keys(packages.get(name).manifest.dependencies ?? {})) {
    if (packages.has(dependency)) closure(dependency, found);
  }
  return found;
}

async function build(names) {
  const filters = names.flatMap((name) => ["--filter", name]);
  const { code, output } = await runCommand("pnpm", [...filters, "-r", "build"], { cwd: root });
  if (code !== 0) fail("build", output.split("\n").slice(-60).join("\n"));
  return code === 0;
}

async function pack({ name, folder }) {
  const target = join(scratch, "tarballs", name.replace("/", "-"));
  mkdirSync(target, { recursive: true });
  const { code, output } = await runCommand("pnpm", ["pack", "--pack-destination", target], { cwd: folder });
  const [file] = readdirSync(target);
  if (code !== 0 || file === undefined) return fail(`pack ${name}`, output);
  tarballs.set(name, join(target, file));
}

/** What must be in the tarball, and what must not. */
async function inspect({ name }) {
  const tarball = tarballs.get(name);
  const list = await runCommand("tar", ["-tzf", tarball]);
  const files = list.output.trim().split("\n");
  const manifest = (await runCommand("tar", ["-xzOf", tarball, "package/package.json"])).output;
  const problems = [
    ...["package/README.md", "package/LICENSE"].filter((file) => !files.includes(file)).map((file) => `${file} is missing`),
    ...files
      .filter((file) => !/^package\/(dist\/|README\.md$|LICENSE$|CHANGELOG\.md$|package\.json$)/.test(file))
      .map((file) => `${file} is too much`),
    ...["@swe/source", "workspace:", "catalog:"].filter((text) => manifest.includes(text)).map((text) => `its manifest says "${text}"`),
  ];
  return problems.length === 0 ? undefined : `${problems.join("\n")}\n`;
}

async function lint({ name, isApp }) {
  const tarball = tarballs.get(name);
  const publint = await runCommand(bin("publint"), [tarball, "--strict"]);
  if (publint.code !== 0) return publint.output;
  if (isApp) return undefined;
  const attw = await runCommand(bin("attw"), [tarball, "--profile", "esm-only", "--no-emoji"]);
  return attw.code === 0 ? undefined : attw.output;
}

const importAll = `
  for (const path of process.argv.slice(1)) {
    const names = Object.keys(await import(path));
    if (names.length === 0) throw new Error(path + " exports nothing");
  }`;

async function install({ name, manifest, isApp }) {
  const folder = join(scratch, "install", name.replace("/", "-"));
  mkdirSync(folder, { recursive: true });
  const overrides = [...closure(name)].map((dependency) => `  "${dependency}": "file:${tarballs.get(dependency)}"`);
  const allowed = /^allowBuilds:\n(?:^ .*\n)+/m.exec(readFileSync(join(root, "pnpm-workspace.yaml"), "utf8"))?.[0] ?? "";
  writeFileSync(join(folder, "pnpm-workspace.yaml"), `pmOnFail: ignore\n${allowed}overrides:\n${overrides.join("\n")}\n`);
  const dependencies = { [name]: `file:${tarballs.get(name)}` };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }));
  const installed = await runCommand("pnpm", ["install", "--prod", "--prefer-offline", "--no-lockfile"], { cwd: folder });
  if (installed.code !== 0) return installed.output;
  const { code, output } = isApp ? await askForHelp(folder, manifest) : await importPaths(folder, manifest);
  return code === 0 ? undefined : output;
}

function importPaths(folder, { name, exports }) {
  const paths = Object.entries(exports).filter(([, target]) => typeof target !== "string");
  const specifiers = paths.map(([path]) => name + path.slice(1));
  return runCommand(process.execPath, ["--input-type=module", "-e", importAll, "--", ...specifiers], { cwd: folder });
}

async function askForHelp(folder, { bin: bins }) {
  for (const name of Object.keys(bins)) {
    const { code, output } = await runCommand(join(folder, "node_modules", ".bin", name), ["--help"], { cwd: folder });
    if (code !== 0 || !output.includes("--")) return { code: 1, output: `${name} --help ended with ${code}:\n${output}` };
  }
  return { code: 0, output: "" };
}

async function check(workspacePackage) {
  const { name } = workspacePackage;
  for (const [what, step] of Object.entries({ contents: inspect, lint, install })) {
    const problem = await step(workspacePackage);
    if (problem !== undefined) return fail(`${name}, ${what}`, problem);
  }
  console.log(`${name}: ok`);
}

try {
  const needed = [...new Set(chosen.flatMap(({ name }) => [...closure(name)]))];
  if (await build(needed)) {
    const lanes = Math.min(4, availableParallelism());
    await mapLimited(needed, lanes, (name) => pack(packages.get(name)));
    if (failures === 0) await mapLimited(chosen, lanes, check);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;
