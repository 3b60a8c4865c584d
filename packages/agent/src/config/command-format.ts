import { InputError } from "@swe/core";
import type { BashReplyOptions } from "../parse/parse-bash-reply.ts";
import type { MiniFile } from "./read-agent-file.ts";

/** A pattern that says no more than which word stands behind the fence: the fence parser does that better. */
const plainFence = /^```([\w-]+)(?:\\s[*+]|\\n|\s)+\(\.[*+]\?\)(?:\\s[*+]|\\n|\s)*```$/;

/** How the commands of a mini-swe-agent file are written in replies, where the file tells. */
export function commandFormatOf({ agent, model }: MiniFile, source: string): BashReplyOptions | undefined {
  const regex = model?.action_regex ?? agent.action_regex;
  if (typeof regex === "string" && regex.trim() !== "") {
    const language = plainFence.exec(regex.trim())?.[1];
    return language === undefined ? { pattern: compilePattern(regex.trim(), source) } : { languages: [language] };
  }
  const prompts = [agent.system_template, agent.instance_template, model?.format_error_template, agent.format_error_template];
  const used = prompts.map((text) => /```(mswea_bash_command|bash)\b/.exec(text ?? "")?.[1]).filter((word) => word !== undefined);
  if (used.includes("mswea_bash_command")) return { languages: ["mswea_bash_command"] };
  // Prompts for function calling show examples in bash blocks too, so these prove nothing there.
  return /text_?based/i.test(model?.model_class ?? "") ? { languages: [used[0] ?? "bash"] } : undefined;
}

/** A Python expression as a JavaScript one; the dot matches line ends, as these files expect. */
function compilePattern(regex: string, source: string): RegExp {
  const flags = /^\(\?([aimsux]+)\)/.exec(regex);
  const body = regex
    .slice(flags?.[0].length ?? 0)
    .replace(/\(\?P</g, "(?<")
    .replace(/\(\?P=(\w+)\)/g, "\\k<$1>")
    .replace(/\\A/g, "^")
    .replace(/\\Z/g, "$");
  try {
    return new RegExp(body, `gs${flags?.[1]?.includes("i") === true ? "i" : ""}${flags?.[1]?.includes("m") === true ? "m" : ""}`);
  } catch (cause) {
    throw new InputError({
      message: `${source}: action_regex cannot be used: ${cause instanceof Error ? cause.message : String(cause)}.`,
      remedy: "Write it so that JavaScript understands it as well; its first group is the command.",
      cause,
    });
  }
}
