import { findHeredocs } from "../script/find-heredocs.ts";

const preparations =
  /^(?:pip|pip3|uv|conda|mamba|apt|apt-get|apk|npm (?:i|install|ci)|yarn (?:add|install)|pnpm (?:i|add|install)|gem|composer|bundle install|python3? -m pip|poetry (?:add|install)|git|echo|printf|export|cd|source|\.|which|command -v|set|chmod|cp|mv|rm|mkdir|sed|cat|test|\[)(?:\s|$)/;
const prefixes =
  /^(?:(?:\w+=(?:"[^"]*"|'[^']*'|\S*)|sudo|time|nice|exec|env|xvfb-run(?: -a)?|timeout(?: -\S+)* \S+|stdbuf(?: -\S+)+|if|then|else|do|!|\(|\{|eval|bash -l?c|sh -c|(?:poetry|pdm|pipenv|uv|hatch|rye) run|conda run(?: -\S+(?: [\w.-]+)?)*|bundle exec|npx(?: --?[\w-]+)*|bunx|pnpm exec|pnpm dlx|yarn(?: run)?(?= (?:jest|vitest|mocha|nyc|c8))|nyc|c8|cross-env|coverage run(?: -\S+)*(?= -m)|dotenv)\s+)+/;

/** The commands of a script that could run tests, one per string, without here-documents, comments, prefixes and preparations. */
export function scriptCommands(script: string): string[] {
  const lines = script.split("\n");
  const heredocs = findHeredocs(lines);
  const code = lines.filter((_, line) => !heredocs.some(({ bodyStart, endLine }) => line >= bodyStart && line <= endLine));
  return code
    .join("\n")
    .replace(/\\\n/g, " ")
    .split(/\n|&&|\|\||;|(?<!>)\|(?!\|)/)
    .map((command) => command.trim())
    .filter((command) => command !== "" && !command.startsWith("#"))
    .map((command) => command.replace(prefixes, "").replace(/^["']/, "").trim())
    .filter((command) => !preparations.test(command));
}
