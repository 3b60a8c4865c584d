import { InputError } from "@swe/core";
import { createBashScaffold } from "../bash/create-bash-scaffold.ts";
import { isBashScaffold } from "../bash/is-bash-scaffold.ts";
import type { AgentLimits } from "../contracts/limits.ts";
import type { Scaffold } from "../contracts/scaffold.ts";
import { createBashReplyParser } from "../parse/parse-bash-reply.ts";
import { createBashTool } from "../tools/create-bash-tool.ts";
import type { AgentConfig } from "./agent-config.ts";
import { commandFormatOf } from "./command-format.ts";
import { compileFormatError, compileObservation, compileTimeout } from "./compile-observation.ts";
import { compileJinjaPrompt } from "./compile-prompt.ts";
import type { MiniFile } from "./read-agent-file.ts";

/** The overrides of a mini-swe-agent file. The second generation keeps the answers to the model under `model`. */
export async function applyMiniFile(file: MiniFile, source: string): Promise<AgentConfig> {
  const { agent, model } = file;
  const isSecond = typeof model?.observation_template === "string" || typeof model?.format_error_template === "string";
  const system = await optional(agent.system_template, (text) => compileJinjaPrompt(text, `${source}: agent.system_template`));
  const instance = await optional(agent.instance_template, (text) => compileJinjaPrompt(text, `${source}: agent.instance_template`));
  const observation = await optional(model?.observation_template ?? agent.action_observation_template, (text) =>
    compileObservation(text, `${source}: observation template`),
  );
  const timeout = await optional(agent.timeout_template, (text) => compileTimeout(text, `${source}: agent.timeout_template`));
  const formatError = await optional(model?.format_error_template ?? agent.format_error_template, (text) =>
    compileFormatError(text, `${source}: format_error_template`),
  );
  const format = commandFormatOf(file, source);
  const callsTools = isSecond && format === undefined;
  return {
    kind: isSecond ? "mini-swe-agent-2" : "mini-swe-agent-1",
    limits: limitsOf(file),
    warnings: warningsOf(file, source),
    apply: (given): Scaffold => {
      const scaffold = toBashScaffold(given, system !== undefined && instance !== undefined, source);
      const observe = observation?.(scaffold.formatObservation) ?? scaffold.formatObservation;
      const complain = formatError?.(scaffold.formatError) ?? scaffold.formatError;
      return {
        ...scaffold,
        // Files of the second generation that name no fence talk to the model by function calling.
        modes: callsTools ? ["tools", "text"] : ["text"],
        defaults: { ...scaffold.defaults, mode: callsTools ? "tools" : "text" },
        systemPrompt: system ?? scaffold.systemPrompt,
        instancePrompt: instance ?? scaffold.instancePrompt,
        tools: [createBashTool({ env: file.environment?.env ?? undefined })],
        parse: createBashReplyParser(format),
        formatObservation: timeout?.(observe) ?? observe,
        // What such a file says of a missing tool call would mislead a model that is to write blocks.
        formatError: (problem, context) =>
          callsTools && context.mode === "text" ? scaffold.formatError(problem, context) : complain(problem, context),
        needsPlatform: true,
      };
    },
  };
}

/** These files are for agents that know the shell alone; what other scaffolds say of calls would mislead them. */
function toBashScaffold(given: Scaffold, hasPrompts: boolean, source: string): Scaffold {
  if (isBashScaffold(given)) return given;
  if (hasPrompts)
    return createBashScaffold({
      id: given.id,
      systemPrompt: given.systemPrompt,
      instancePrompt: given.instancePrompt,
      defaults: given.defaults,
    });
  throw new InputError({
    message: `${source} does not go with the scaffold "${given.id}": it is for an agent that knows the shell alone, and leaves prompts to the scaffold.`,
    remedy: "Choose the scaffold mini_swe_agent, or give the file a system_template and an instance_template.",
  });
}

function optional<T>(text: string | null | undefined, compile: (text: string) => Promise<T>): Promise<T> | undefined {
  return typeof text === "string" ? compile(text) : undefined;
}

function limitsOf({ agent, environment }: MiniFile): Partial<AgentLimits> {
  const steps = agent.step_limit === 0 ? Infinity : (agent.step_limit ?? undefined);
  const seconds = agent.wall_time_limit_seconds ?? 0;
  return {
    // The limit of these files is a hard one.
    ...(steps === undefined ? {} : { maxSteps: steps, maxStepsAbsolute: steps }),
    ...(typeof agent.cost_limit === "number" ? { maxCost: agent.cost_limit === 0 ? Infinity : agent.cost_limit } : {}),
    ...(typeof environment?.timeout === "number" && environment.timeout > 0 ? { actionTimeoutMs: environment.timeout * 1000 } : {}),
    ...(seconds > 0 ? { totalTimeoutMs: seconds * 1000 } : {}),
  };
}

function warningsOf({ environment, model }: MiniFile, source: string): readonly string[] {
  const cwd = environment?.cwd ?? "";
  const ignored = Object.keys(model ?? {}).filter((key) => ["model_name", "model_kwargs"].includes(key));
  return [
    ...(ignored.length === 0
      ? []
      : [`${source}: these keys have no effect: model.${ignored.join(", model.")}. The model is chosen by the caller.`]),
    ...(cwd === "" || cwd === "/testbed"
      ? []
      : [`${source}: environment.cwd ${cwd} has no effect; commands start in the sandbox's working directory.`]),
  ];
}
