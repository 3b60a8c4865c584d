const known = new Set(
  "python python3 pip pip3 pytest py.test tox nox poetry pdm uv conda node npm npx yarn pnpm bun deno jest vitest mocha go cargo rustc mvn gradle java javac kotlinc gcc g++ cc c++ clang clang++ make cmake ctest ninja meson bazel ruby bundle rspec rake php phpunit composer dotnet swift perl prove lua busted elixir mix erl rebar3 ghc cabal stack sbt scala R Rscript julia dart flutter zig nim ocaml dune bats tsc".split(
    " ",
  ),
);
const wrapper =
  /^(?:time|exec|env|command|nohup|sudo|nice|eval|builtin|!|then|do|else|if|while|until|\{|[A-Za-z_][A-Za-z0-9_]*=\S*|timeout(?:\s+(?:-\S+|[\d.]+[smhd]?|[A-Z]{3,7}))+|xvfb-run(?:\s+-\S+)*|stdbuf(?:\s+-\S+)*)\s+/;
const activation =
  /^\s*(?:source|\.)\s|^\s*(?:conda|mamba|micromamba|pyenv|nvm|rbenv|sdk|asdf|mise|fnm|workon)\s|^\s*export\s|^\s*eval\s+"?\$\(/;

/** What a script needs of its environment: the interpreters, compilers and runners it starts, and the lines that make them visible. */
export interface ScriptTools {
  readonly tools: readonly string[];
  readonly activation: readonly string[];
}

/** Reads the skeleton of an eval script, so that commands inside the test patch do not count. */
export function scriptTools(skeleton: string): ScriptTools {
  const lines = withoutHeredocs(skeleton.replaceAll(/\\\n/g, " ").split("\n"));
  const tools = new Set<string>();
  for (const line of lines) {
    if (line.trim().startsWith("#")) continue;
    for (const part of line.split(/&&|\|\||[;|&()`]/)) {
      const name = firstWord(part);
      if (known.has(name) || /^(?:python|pip|node|go|gcc|clang|php|ruby|java)[\d.]+$/.test(name)) tools.add(name);
    }
  }
  return { tools: [...tools], activation: lines.filter((line) => activation.test(line)) };
}

function firstWord(part: string): string {
  let rest = part.trimStart();
  for (let match = wrapper.exec(rest); match !== null; match = wrapper.exec(rest)) rest = rest.slice(match[0].length);
  return /^\S+/.exec(rest)?.[0] ?? "";
}

function withoutHeredocs(lines: readonly string[]): string[] {
  const kept: string[] = [];
  let end: string | undefined;
  for (const line of lines) {
    if (end !== undefined) {
      if (line.trim() === end) end = undefined;
      continue;
    }
    kept.push(line);
    end = /<<-?\s*(["']?)([A-Za-z_][A-Za-z0-9_]*)\1/.exec(line)?.[2];
  }
  return kept;
}
