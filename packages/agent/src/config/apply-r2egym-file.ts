import { posix } from "node:path";
import { InputError } from "@swe/core";
import { isBashScaffold } from "../bash/is-bash-scaffold.ts";
import type { AgentLimits } from "../contracts/limits.ts";
import type { Scaffold } from "../contracts/scaffold.ts";
import type { Tool } from "../contracts/tool.ts";
import type { AgentConfig } from "./agent-config.ts";
import { compileFormatError, compileObservation } from "./compile-observation.ts";
import { compilePlaceholderPrompt } from "./compile-prompt.ts";
import type { R2egymFile } from "./read-agent-file.ts";
import { toolByFileName } from "./tool-by-file-name.ts";

/** The overrides of an R2E-Gym file. */
export async function applyR2egymFile(file: R2egymFile, source: string): Promise<AgentConfig> {
  const system =
    typeof file.system_prompt === "string" ? await compilePlaceholderPrompt(file.system_prompt, `${source}: system_prompt`) : undefined;
  const instance =
    typeof file.instance_prompt === "string"
      ? await compilePlaceholderPrompt(file.instance_prompt, `${source}: instance_prompt`)
      : undefined;
  const observation =
    typeof file.action_observation_template === "string"
      ? await compileObservation(file.action_observation_template, `${source}: action_observation_template`)
      : undefined;
  const formatError =
    typeof file.format_error_template === "string"
      ? await compileFormatError(file.format_error_template, `${source}: format_error_template`)
      : undefined;
  const keepRaw = file.other_args?.disable_normalize_response === true;
  const namesPlatform = /\{\{-?\s*(system|node|release|version|machine)\b/.test(`${file.system_prompt ?? ""}${file.instance_prompt ?? ""}`);
  const names = (file.command_files ?? []).map((path) => posix.basename(path).replace(/\.\w+$/, ""));
  return {
    kind: "r2egym",
    limits: limitsOf(file),
    warnings: [],
    apply: (scaffold): Scaffold => ({
      ...scaffold,
      systemPrompt: system ?? scaffold.systemPrompt,
      instancePrompt: instance ?? scaffold.instancePrompt,
      tools: toolsOf(names, scaffold, source),
      needsPlatform: scaffold.needsPlatform === true || namesPlatform,
      parse: keepRaw ? (reply) => ({ ...scaffold.parse(reply), content: reply.content }) : scaffold.parse,
      formatObservation: observation?.(scaffold.formatObservation) ?? scaffold.formatObservation,
      formatError: formatError?.(scaffold.formatError) ?? scaffold.formatError,
    }),
  };
}

/** A scaffold that writes blocks for the shell has its one tool, whatever programs the file names. */
function toolsOf(names: readonly string[], scaffold: Scaffold, source: string): readonly Tool[] {
  if (names.length === 0 || isBashScaffold(scaffold)) return scaffold.tools;
  return names.map((name) => {
    const tool = toolByFileName(name, scaffold.tools);
    if (tool === undefined) throw unknownTool(name, source);
    return tool;
  });
}

/** A call's limit covers its retries here, so both numbers of the file go into it. */
function limitsOf({ other_args: args }: R2egymFile): Partial<AgentLimits> {
  const timeout = args?.timeout ?? 0;
  return timeout === 0 ? {} : { modelTimeoutMs: timeout * 1000 * Math.max(1, args?.max_retries ?? 1) };
}

function unknownTool(name: string, source: string): InputError {
  return new InputError({
    message: `${source}: command_files names "${name}", a tool that is not known.`,
    remedy:
      "Known are file_editor, str_replace_editor, search, execute_bash, finish, submit, think and task_tracker; add others as a scaffold of your own.",
  });
}
