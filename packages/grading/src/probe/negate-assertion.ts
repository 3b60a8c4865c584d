/** Where the expression that starts at `from` ends: at a comma or a closing bracket of its own level. Undefined when it goes on in the next line. */
function endOfExpression(line: string, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < line.length; at++) {
    const char = line.charAt(at);
    if (char === "#" && depth === 0) return at;
    if (char === '"' || char === "'" || char === "`") {
      const end = line.indexOf(char, at + 1);
      if (end < 0) return undefined;
      at = end;
    } else if ("([{".includes(char)) depth++;
    else if (")]}".includes(char)) {
      if (depth === 0) return at;
      depth--;
    } else if (depth === 0 && char === ",") return at;
  }
  return depth === 0 ? line.length : undefined;
}

function wrap(line: string, from: number, before: string, after: string): string | undefined {
  const end = endOfExpression(line, from);
  const expression = end === undefined ? "" : line.slice(from, end).trimEnd();
  if (end === undefined || expression === "" || expression.endsWith("\\") || expression.includes("=>")) return undefined;
  return `${line.slice(0, from)}${before}${expression}${after}${line.slice(from + expression.length)}`;
}

const calls: readonly (readonly [RegExp, string])[] = [
  [/\bself\.assertTrue\(/, "self.assertFalse("],
  [/\bself\.assertFalse\(/, "self.assertTrue("],
  [/\bself\.assertIsNone\(/, "self.assertIsNotNone("],
  [/\bself\.assertIn\(/, "self.assertNotIn("],
  [/\bself\.assert(Equals?|ListEqual|DictEqual|TupleEqual|SetEqual)\(/, "self.assertNotEqual("],
  [/\bassert(?:\.strict)?\.(?:deepStrictEqual|deepEqual)\(/, "assert.notDeepStrictEqual("],
  [/\bassert\.(?:strictEqual|equal)\(/, "assert.notStrictEqual("],
  [/\bassert\.throws\(/, "assert.doesNotThrow("],
  [/\bassert\.rejects\(/, "assert.doesNotReject("],
  // None of the exceptions that a test would wait for is one of these.
  [/\b(assertRaises|assertRaisesRegex|pytest\.raises)\([\w.]+(?=[,)])/, "$1(StopAsyncIteration"],
  [/(\bexpect\(.*\))\.to(?=[A-Z])/, "$1.not.to"],
  [/(\bexpect\(.*\))\.to\./, "$1.to.not."],
];

/** Turns the assertion of a line into its opposite. Undefined when the line is no assertion that is known, or not the whole of one. */
export function negateAssertion(line: string): string | undefined {
  const statement = /^\s*assert\s+(?=\S)(?!not\b)/.exec(line);
  if (statement !== null) return wrap(line, statement[0].length, "not (", ")");
  // `[ -f out ] || exit 1`; one that is joined with && is as likely to be a condition.
  const test = /^(\s*(?:\[\[?|test)\s+)(?!!)(?!.*&&)/.exec(line);
  if (test !== null) return `${test[0]}! ${line.slice(test[0].length)}`;
  const call = /^\s*(?:assert|assert\.ok|REQUIRE|CHECK|ASSERT_TRUE|EXPECT_TRUE)\(/.exec(line);
  if (call !== null) return wrap(line, call[0].length, "!(", ")");
  const [pattern, opposite] = calls.find(([known]) => known.test(line)) ?? [];
  return pattern === undefined || opposite === undefined ? undefined : line.replace(pattern, opposite);
}
