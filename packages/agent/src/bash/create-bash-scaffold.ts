import type { FormatProblem } from "../contracts/reply.ts";
import type { ActionOutcome, ObservationContext, PromptContext, Scaffold, ScaffoldDefaults } from "../contracts/scaffold.ts";
import { createBashReplyParser } from "../parse/parse-bash-reply.ts";
import { createBashTool } from "../tools/create-bash-tool.ts";
import { formatBashObservation } from "./format-bash-observation.ts";
import { formatBashProblem } from "./format-bash-problem.ts";

export interface BashScaffoldOptions {
  readonly id: string;
  readonly systemPrompt: (context: PromptContext) => string;
  readonly instancePrompt: (context: PromptContext) => string;
  /** @default status and output, the middle of a long one left out */
  readonly formatObservation?: ((outcome: ActionOutcome, context: ObservationContext) => string) | undefined;
  /** @default a reminder of the format */
  readonly formatError?: ((problem: FormatProblem, context: ObservationContext) => string) | undefined;
  readonly defaults?: ScaffoldDefaults | undefined;
}

/** A scaffold that writes one bash block a step and finishes by printing the submission mark. Text mode only. */
export function createBashScaffold(options: BashScaffoldOptions): Scaffold {
  return {
    id: options.id,
    modes: ["text"],
    systemPrompt: options.systemPrompt,
    instancePrompt: options.instancePrompt,
    tools: [createBashTool()],
    parse: createBashReplyParser(),
    formatObservation: options.formatObservation ?? formatBashObservation,
    formatError: options.formatError ?? formatBashProblem,
    isDone: ({ result }) => result.done === true,
    defaults: options.defaults ?? {},
  };
}
