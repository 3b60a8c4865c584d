import { InputError, systemClock } from "@swe/core";
import type { AgentEvent } from "../contracts/agent-event.ts";
import type { AgentRun, RunAgentOptions } from "../contracts/agent-run.ts";
import { mergeLimits } from "../contracts/limits.ts";
import type { AgentMode, Scaffold } from "../contracts/scaffold.ts";
import { toToolSchema } from "../tools/to-tool-schema.ts";
import { estimateTokens } from "./conversation-tokens.ts";
import { createEventLog } from "./event-log.ts";
import type { LoopSetup } from "./loop-setup.ts";
import { runLoop } from "./run-loop.ts";

/**
 * Starts an agent on a task in a sandbox.
 *
 * @throws {@link InputError} at once when the scaffold does not have the mode
 */
export function runAgent(options: RunAgentOptions): AgentRun {
  const { model, sandbox, task, agentConfig, onEvent } = options;
  const scaffold = agentConfig?.apply(options.scaffold) ?? options.scaffold;
  const mode = chooseMode(scaffold, options.mode);
  const log = createEventLog<AgentEvent>();
  const setup: LoopSetup = {
    scaffold,
    model,
    sandbox,
    task,
    mode,
    limits: mergeLimits(scaffold.defaults.limits, agentConfig?.limits, options.limits),
    toolSchemas: mode === "tools" ? scaffold.tools.map(toToolSchema) : undefined,
    sampling: { temperature: options.temperature, seed: options.seed, maxOutputTokens: options.maxOutputTokens },
    fnFallback: options.fnFallback ?? false,
    countTokens: options.countTokens ?? estimateTokens,
    clock: options.clock ?? systemClock,
    abortSignal: options.abortSignal,
    emit: async (event) => {
      log.push(event);
      await onEvent?.(event);
    },
  };
  const result = runLoop(setup);
  // A caller that only iterates gets the error there; this keeps it from being an unhandled rejection as well.
  result.then(
    () => log.close(),
    (cause: unknown) => log.close({ cause }),
  );
  return { result, [Symbol.asyncIterator]: () => log.read() };
}

/** The mode to run in, checked against what the scaffold has. */
export function chooseMode(scaffold: Scaffold, wanted: AgentMode | undefined): AgentMode {
  const mode = wanted ?? scaffold.defaults.mode ?? scaffold.modes[0];
  if (mode !== undefined && scaffold.modes.includes(mode)) return mode;
  const only = scaffold.modes.join(", ") || "none";
  throw new InputError({
    message: `The scaffold "${scaffold.id}" does not work with ${mode === "tools" ? "function calling" : "text replies"} (its modes: ${only}).`,
    remedy:
      mode === "tools"
        ? "Run it without function calling, or choose another scaffold."
        : "Run it with function calling, or choose another scaffold.",
  });
}
