import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ModelReply } from "../contracts/reply.ts";
import { createBashReplyParser } from "./parse-bash-reply.ts";

const parse = createBashReplyParser();
const reply = (content: string, more: Partial<ModelReply> = {}): ModelReply => ({
  content,
  reasoning: undefined,
  finishReason: "stop",
  ...more,
});
const block = (command: string): string => `\`\`\`bash\n${command}\n\`\`\``;
const commandOf = (content: string): unknown => parse(reply(content)).call?.args["command"];

describe("createBashReplyParser", () => {
  test("takes the one block as the command and stores the reply as it is", () => {
    const content = `I look around.\n\n${block("ls -la\npwd")}\n`;
    expect(parse(reply(content))).toEqual({ thought: "I look around.", content, call: { tool: "bash", args: { command: "ls -la\npwd" } } });
  });

  test("refuses several blocks and names them", () => {
    const parsed = parse(reply(`${block("ls")}\nthen\n${block("pwd")}`));
    expect(parsed.problem).toEqual({ kind: "several_calls", found: ["ls", "pwd"], cut: false });
  });

  test("skips blocks of other languages", () => {
    expect(commandOf(`\`\`\`python\nprint(1)\n\`\`\`\n${block("ls")}`)).toBe("ls");
    expect(parse(reply("```\nls\n```")).problem?.kind).toBe("no_call");
    expect(commandOf(`\`\`\`python\nnever closed\n${block("ls")}`)).toBe("ls");
  });

  test("does not end a block at a fence inside a here-document", () => {
    const command = "cat > README.md <<'EOF'\n# Title\n```\ncode\n```\nmore\nEOF\necho done";
    expect(commandOf(block(command))).toBe(command);
    expect(commandOf(`\`\`\`\`bash\necho 1\n\`\`\`\necho 2\n\`\`\`\``)).toBe("echo 1\n```\necho 2");
  });

  test("closes a block at a fence with words behind it", () => {
    expect(commandOf("```bash\nls\n```Now I wait.\n")).toBe("ls");
    expect(commandOf("```bash\nls\n``` and so on")).toBe("ls");
    expect(parse(reply("```bash\nls\n```Then: more\n```bash\npwd\n```")).problem?.found).toEqual(["ls", "pwd"]);
    expect(commandOf("```bash\ncat > a.md <<'EOF'\n```python title\nx\n```\nEOF\n```")).toBe(
      "cat > a.md <<'EOF'\n```python title\nx\n```\nEOF",
    );
  });

  test("ends at the first fence when a here-document is never closed", () => {
    expect(commandOf(`${block("cat <<EOF\nhello")}\nthat was all`)).toBe("cat <<EOF\nhello");
  });

  test("reads Windows line ends, indentation and words before the fence", () => {
    expect(commandOf("Do: ```bash\r\nls\r\n```\r\n")).toBe("ls");
    expect(commandOf("1. first\n   ```bash\n   ls\n   ```")).toBe("ls");
  });

  test("ignores blocks in the model's thinking unless there is no other", () => {
    expect(commandOf(`<think>${block("rm -rf /")}</think>\n${block("ls")}`)).toBe("ls");
    expect(commandOf(`<think>\n${block("ls")}\n</think>`)).toBe("ls");
    expect(parse(reply("", { reasoning: block("ls") })).call?.args).toEqual({ command: "ls" });
  });

  test("does not run a command that was cut off", () => {
    expect(parse(reply("```bash\nrm -rf /tmp/x", { finishReason: "length" })).problem).toEqual({
      kind: "unclosed_call",
      found: [],
      cut: true,
    });
    expect(parse(reply("```bash\nls")).problem?.kind).toBe("unclosed_call");
    expect(parse(reply(`${block("ls")}\n\`\`\`bash\nrm`, { finishReason: "length" })).problem).toEqual({
      kind: "unclosed_call",
      found: ["ls"],
      cut: true,
    });
  });

  test("reads other fences where it is told to", () => {
    const other = createBashReplyParser({ languages: ["mswea_bash_command"] });
    expect(other(reply("```mswea_bash_command\nls\n```")).call?.args).toEqual({ command: "ls" });
    expect(other(reply(block("ls"))).problem?.kind).toBe("no_call");
  });

  test("never throws and never loses both call and problem", () => {
    const scraps = [
      "```bash\n",
      "```\n",
      "\n```",
      "````bash\n",
      "<<EOF\n",
      "EOF\n",
      "<think>",
      "</think>",
      "ls",
      "\r\n",
      "`",
      "```python\n",
    ];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...scraps), fc.string()), { maxLength: 40 }), (parts) => {
        const content = parts.join("");
        const parsed = parse(reply(content));
        expect(parsed.content).toBe(content);
        expect((parsed.call === undefined) !== (parsed.problem === undefined)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ["backticks", "`".repeat(300_000)],
    ["fences", "```bash\n```\n".repeat(30_000)],
    ["heredocs", `\`\`\`bash\n${"cat <<E\n```\n".repeat(30_000)}`],
  ])("copes with a huge reply of %s", (_name, content) => {
    expect(() => parse(reply(content))).not.toThrow();
  });
});
