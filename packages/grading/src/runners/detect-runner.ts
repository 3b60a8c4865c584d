import type { RunnerId } from "./runner-id.ts";
import { scriptCommands } from "./script-commands.ts";

const folder = String.raw`(?:\.{0,2}/?(?:[\w.@-]+/)*)`;
const python = String.raw`${folder}(?:python|pypy)[\d.]*(?: -[A-Za-z](?: ?(?:ignore|error|default)\S*)?)*`;

const patterns: readonly (readonly [RunnerId, RegExp])[] = [
  ["pytest", new RegExp(String.raw`^${folder}(?:pytest|py\.test)\b|^${python} -m (?:coverage run (?:-\S+ )*-m )?pytest\b|^-m pytest\b`)],
  [
    "unittest",
    new RegExp(
      String.raw`^${python} -m (?:coverage run (?:-\S+ )*-m )?unittest\b|^-m unittest\b|^(?:${python} )?${folder}(?:runtests|manage)\.py(?: test\b| -|$| \w)`,
    ),
  ],
  ["jest", new RegExp(String.raw`^(?:node (?:-\S+ )*)?${folder}jest(?:\.js)?(?:\s|$)|react-scripts test`)],
  ["vitest", new RegExp(String.raw`^(?:node (?:-\S+ )*)?${folder}vitest(?:\.mjs)?(?:\s|$)`)],
  ["mocha", new RegExp(String.raw`^(?:node (?:-\S+ )*)?${folder}_?mocha(?:\.js)?(?:\s|$)`)],
  ["node:test", new RegExp(String.raw`^${folder}node (?:\S+ )*--test(?:\s|$)`)],
  ["go test", new RegExp(String.raw`^${folder}go (?:-\S+ \S+ )?test\b|^gotestsum\b.*standard-verbose`)],
  ["cargo test", /^cargo (?:\+\S+ )?(?:-\S+ )*(?:test|t)(?:\s|$)/],
  ["maven", new RegExp(String.raw`^${folder}mvnw?d?(?: \S+)* (?:\S+:)?(?:test|verify|package|install|integration-test)(?:\s|$)`)],
  ["gradle", new RegExp(String.raw`^${folder}gradlew?(?: \S+)* \S*(?:[tT]est\w*|check|build)(?:\s|$)`)],
  ["ctest", new RegExp(String.raw`^${folder}ctest(?:\s|$)`)],
  ["phpunit", new RegExp(String.raw`^(?:${folder}php (?:-\S+ (?:\S+=\S+ )?)*)?${folder}(?:simple-)?phpunit(?:\.phar)?(?:\s|$)`)],
  ["rspec", new RegExp(String.raw`^${folder}rspec(?:\s|$)`)],
  ["tap", new RegExp(String.raw`^${folder}(?:prove|bats|tap|tape)(?:\s|$)`)],
];

function runnersOf(command: string): RunnerId[] {
  return patterns.filter(([, pattern]) => pattern.test(command)).map(([id]) => id);
}

function expandPackageScript(command: string, scripts: Readonly<Record<string, string>>): string | undefined {
  const name = /^(?:npm|pnpm|yarn|bun)(?: -\S+)*(?: run(?:-script)?)?(?: -\S+)* ([\w:.-]+)/.exec(command)?.[1];
  return name === undefined ? undefined : scripts[name === "t" ? "test" : name];
}

/**
 * The runner that an eval script starts, told from the script alone: what a log looks like is under the control of the code under test.
 * `packageScripts` are those of the base's package.json. Undefined when there is none that is known, or more than one.
 */
export function detectRunner(script: string, packageScripts: Readonly<Record<string, string>> = {}): RunnerId | undefined {
  const found = new Set<RunnerId>();
  for (const command of scriptCommands(script)) {
    const expanded = expandPackageScript(command, packageScripts);
    const commands = expanded === undefined ? [command] : scriptCommands(expanded);
    for (const id of commands.flatMap(runnersOf)) found.add(id);
  }
  return found.size === 1 ? [...found][0] : undefined;
}
