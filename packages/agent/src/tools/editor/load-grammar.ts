import { createRequire } from "node:module";

/** The few parts of tree-sitter that are used, described here because the package ships types for another module name. */
export interface SyntaxNode {
  readonly type: string;
  readonly text: string;
  readonly parent: SyntaxNode | null;
  readonly startPosition: { readonly row: number; readonly column: number };
  readonly endPosition: { readonly row: number; readonly column: number };
  readonly namedChildren: readonly (SyntaxNode | null)[];
  childForFieldName(name: string): SyntaxNode | null;
}

export interface GrammarParser {
  parse(source: string): { readonly rootNode: SyntaxNode; delete(): void } | null;
}

interface TreeSitter {
  readonly Parser: { init(): Promise<void>; new (): GrammarParser & { setLanguage(language: unknown): void } };
  readonly Language: { load(file: string): Promise<unknown> };
}

const parsers = new Map<string, Promise<GrammarParser>>();

/** A parser for a grammar, loaded once a process. Parsing is synchronous, so one parser serves everybody. */
export function loadGrammar(grammar: string): Promise<GrammarParser> {
  const parser = parsers.get(grammar) ?? createParser(grammar);
  parsers.set(grammar, parser);
  return parser;
}

async function createParser(grammar: string): Promise<GrammarParser> {
  const require = createRequire(import.meta.url);
  const { Parser, Language } = require("@vscode/tree-sitter-wasm") as TreeSitter;
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(require.resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${grammar}.wasm`)));
  return parser;
}
