import type { JsonValue } from "@swe/core";
import { endOfString } from "./compact-json.ts";

interface Member {
  readonly key: string;
  /** The member as it stands in the text: key, colon and value. */
  readonly text: string;
}

/**
 * The compact JSON text of an object with top-level fields set: in place where they exist, else appended in the order given;
 * undefined removes. Everything else keeps its exact tokens. A key that occurs twice ends up once.
 */
export function setFields(objectText: string, fields: Readonly<Record<string, JsonValue | undefined>>): string {
  const members = membersOf(objectText);
  const lastOf = new Map(members.map((member, index) => [member.key, index]));
  const kept: string[] = [];
  for (const [index, { key, text }] of members.entries()) {
    if (!Object.hasOwn(fields, key)) kept.push(text);
    else if (lastOf.get(key) === index && fields[key] !== undefined) kept.push(memberText(key, fields[key]));
  }
  for (const [key, value] of Object.entries(fields)) {
    if (!lastOf.has(key) && value !== undefined) kept.push(memberText(key, value));
  }
  return `{${kept.join(",")}}`;
}

function memberText(key: string, value: JsonValue): string {
  return `${JSON.stringify(key)}:${JSON.stringify(value)}`;
}

function membersOf(text: string): Member[] {
  const members: Member[] = [];
  let at = 1;
  while (at < text.length - 1) {
    const keyEnd = endOfString(text, at);
    const end = endOfValue(text, keyEnd + 1);
    members.push({ key: String(JSON.parse(text.slice(at, keyEnd))), text: text.slice(at, end) });
    at = end + 1;
  }
  return members;
}

/** Position of the comma or closing bracket behind the value at `start`. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '"') {
      at = endOfString(text, at);
      continue;
    }
    if (depth === 0 && (character === "," || character === "}")) return at;
    if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") depth--;
    at++;
  }
  return at;
}
