import { describe, expect, it } from "vitest";
import { parseDraftReply, parseEvalReply, parseReviewReply } from "./parse-reply.ts";

const dockerfile = "FROM base:1\nRUN echo \"```\" && printf '{}'\n";
const draft = JSON.stringify({ dockerfile, eval_script: "<None>", notes: "moved" });

describe("draft replies", () => {
  it.each([
    ["bare", draft],
    ["fenced", `\`\`\`json\n${draft}\n\`\`\``],
    ["fenced between prose", `Here it is:\n\n\`\`\`json\n${draft}\n\`\`\`\nHope that helps.`],
    ["between prose", `Sure. ${draft} Done.`],
    ["after thinking", `<think>maybe {"dockerfile": 1}</think>\n${draft}`],
    ["pretty-printed", JSON.stringify(JSON.parse(draft), null, 2)],
  ])("reads a %s object", (_name, reply) => {
    expect(parseDraftReply(reply)).toEqual({ ok: true, value: { dockerfile, notes: "moved" } });
  });

  it.each(["<None>", " <none> ", null, ""])("takes %j as keeping the current Dockerfile", (value) => {
    expect(parseDraftReply(JSON.stringify({ dockerfile: value }))).toEqual({ ok: true, value: { dockerfile: undefined, notes: "" } });
  });

  it.each([
    ["", "empty"],
    ["I would put the repository at /testbed.", "no JSON object"],
    ['{"dockerfile": "FROM x', "Unterminated"],
    ['{"dockerfile": "FROM x\nRUN y"}', "JSON is broken"],
    ['{"notes": "n"}', '"dockerfile" is missing'],
    ['{"dockerfile": 7}', '"dockerfile" is wrong'],
    ['{"dockerfile": "RUN true"}', "no FROM"],
    ['["dockerfile"]', "no JSON object"],
  ])("says what is wrong with %j", (reply, problem) => {
    const parsed = parseDraftReply(reply);
    expect(parsed.ok).toBe(false);
    expect(parsed.ok ? "" : parsed.problem).toContain(problem);
  });
});

it("reads a review", () => {
  expect(parseReviewReply('{"needs_revision": true, "feedback": "line 3"}')).toEqual({
    ok: true,
    value: { needsRevision: true, feedback: "line 3" },
  });
  expect(parseReviewReply('{"needs_revision": "no"}').ok).toBe(false);
});

it("reads an eval review and ends the script with a newline", () => {
  expect(parseEvalReply('{"eval_script": "set -e", "notes": ""}')).toEqual({ ok: true, value: { skeleton: "set -e\n", notes: "" } });
  expect(parseEvalReply('{"eval_script": "<None>"}')).toEqual({ ok: true, value: { skeleton: undefined, notes: "" } });
});
