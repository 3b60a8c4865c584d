import { languageOf } from "./languages.ts";
import { loadGrammar, type SyntaxNode } from "./load-grammar.ts";

/** Lines of a function's body, from 0 and inclusive. */
export interface BodyLines {
  readonly first: number;
  readonly last: number;
}

/** Shorter bodies are worth showing. */
const minLines = 4;

/** Bodies of the outermost functions of a source, in order; undefined for a language that is not known. */
export async function findFunctionBodies(source: string, extension: string): Promise<readonly BodyLines[] | undefined> {
  const language = languageOf(extension);
  if (language === undefined) return undefined;
  const parser = await loadGrammar(language.grammar);
  const tree = parser.parse(source);
  if (tree === null) return undefined;
  try {
    const bodies: BodyLines[] = [];
    collect(tree.rootNode, language.functions, bodies);
    return bodies;
  } finally {
    tree.delete();
  }
}

function collect(root: SyntaxNode, functions: ReadonlySet<string>, bodies: BodyLines[]): void {
  // An explicit stack: sources can be nested deeper than the call stack allows.
  const waiting: SyntaxNode[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const body = functions.has(node.type) ? node.childForFieldName("body") : null;
    const lines = body === null ? undefined : linesOf(body);
    if (lines !== undefined && lines.last - lines.first + 1 >= minLines && lines.first > (bodies.at(-1)?.last ?? -1)) {
      bodies.push(lines);
      continue;
    }
    for (const child of node.namedChildren.toReversed()) if (child !== null) waiting.push(child);
  }
}

/** The lines that a body has to itself: those of its braces and of the function's head stay. */
function linesOf(body: SyntaxNode): BodyLines {
  const braced = body.text.startsWith("{");
  const first = body.startPosition.row + (braced ? 1 : 0);
  const last = body.endPosition.row - (braced || body.endPosition.column === 0 ? 1 : 0);
  const sharesHead = !braced && body.parent?.startPosition.row === body.startPosition.row;
  return { first: sharesHead ? first + 1 : first, last };
}
