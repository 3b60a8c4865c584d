/** One here-document of a shell script, in line numbers from 0. */
export interface Heredoc {
  /** Line that holds the `<<` operator. */
  readonly commandLine: number;
  /** First line of the body; equals `endLine` when the body is empty. */
  readonly bodyStart: number;
  /** Line of the closing delimiter, or the number of lines when it is missing. */
  readonly endLine: number;
  readonly delimiter: string;
}

interface Pending {
  readonly delimiter: string;
  readonly stripTabs: boolean;
  readonly commandLine: number;
}

type Quote = "'" | '"' | undefined;

const operator = /^<<(-?)[ \t]*(?:'([^'\n]+)'|"([^"\n]+)"|\\?([A-Za-z0-9_.!-]+))/;

/** Reads one command line: here-documents that it opens, and the quote that is still open at its end. */
function scanLine(line: string, number: number, quoteBefore: Quote): { opened: Pending[]; quote: Quote } {
  const opened: Pending[] = [];
  let quote = quoteBefore;
  let arithmetic = 0;
  for (let index = 0; index < line.length; index++) {
    const char = line.charAt(index);
    if (quote === "'") {
      if (char === "'") quote = undefined;
    } else if (char === "\\") index++;
    else if (quote === '"') {
      if (char === '"') quote = undefined;
    } else if (char === "'" || char === '"') quote = char;
    else if (char === "#" && (index === 0 || /[\s;&|(]/.test(line.charAt(index - 1)))) break;
    else if (line.startsWith("((", index)) arithmetic++;
    else if (line.startsWith("))", index) && arithmetic > 0) arithmetic--;
    else if (line.startsWith("<<<", index)) index += 2;
    else if (arithmetic === 0 && line.startsWith("<<", index)) {
      const match = operator.exec(line.slice(index));
      const delimiter = match?.[2] ?? match?.[3] ?? match?.[4];
      if (match === null || delimiter === undefined) continue;
      opened.push({ delimiter, stripTabs: match[1] === "-", commandLine: number });
      index += match[0].length - 1;
    }
  }
  return { opened, quote };
}

/** The here-documents of a script in order. Knows quotes, comments, `<<-`, here-strings and shifts in `(( ))`. */
export function findHeredocs(lines: readonly string[]): Heredoc[] {
  const found: Heredoc[] = [];
  let quote: Quote;
  let number = 0;
  while (number < lines.length) {
    const scan = scanLine(lines[number] ?? "", number, quote);
    quote = scan.quote;
    number++;
    for (const pending of scan.opened) {
      const bodyStart = number;
      const isEnd = (line: string): boolean => (pending.stripTabs ? line.replace(/^\t+/, "") : line) === pending.delimiter;
      while (number < lines.length && !isEnd(lines[number] ?? "")) number++;
      found.push({ commandLine: pending.commandLine, bodyStart, endLine: number, delimiter: pending.delimiter });
      number++;
    }
  }
  return found;
}
