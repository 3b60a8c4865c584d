export interface Language {
  /** Name of the grammar. */
  readonly grammar: string;
  /** Syntax nodes that have a field `body` with what a function does. */
  readonly functions: ReadonlySet<string>;
}

const scriptFunctions: ReadonlySet<string> = new Set([
  "function_declaration",
  "function_expression",
  "generator_function_declaration",
  "generator_function",
  "arrow_function",
  "method_definition",
]);
const cppFunctions: ReadonlySet<string> = new Set(["function_definition"]);

const languages: Readonly<Record<string, { readonly extensions: readonly string[]; readonly functions: ReadonlySet<string> }>> = {
  python: { extensions: ["py", "pyi"], functions: new Set(["function_definition"]) },
  javascript: { extensions: ["js", "cjs", "mjs", "jsx"], functions: scriptFunctions },
  typescript: { extensions: ["ts", "cts", "mts"], functions: scriptFunctions },
  tsx: { extensions: ["tsx"], functions: scriptFunctions },
  java: { extensions: ["java"], functions: new Set(["method_declaration", "constructor_declaration", "compact_constructor_declaration"]) },
  go: { extensions: ["go"], functions: new Set(["function_declaration", "method_declaration"]) },
  rust: { extensions: ["rs"], functions: new Set(["function_item"]) },
  // The C++ grammar reads C as well.
  cpp: { extensions: ["c", "h", "cc", "cpp", "cxx", "c++", "hh", "hpp", "hxx"], functions: cppFunctions },
  ruby: { extensions: ["rb", "rake"], functions: new Set(["method", "singleton_method"]) },
  php: { extensions: ["php"], functions: new Set(["function_definition", "method_declaration"]) },
};

/** The language of files with this extension (lower case, without a dot). */
export function languageOf(extension: string): Language | undefined {
  const found = Object.entries(languages).find(([, language]) => language.extensions.includes(extension));
  return found === undefined ? undefined : { grammar: found[0], functions: found[1].functions };
}
