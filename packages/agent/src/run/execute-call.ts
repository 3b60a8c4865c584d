import { describeError, SweError, type Clock } from "@swe/core";
import type { AgentFailure } from "../contracts/agent-result.ts";
import type { RequestedCall } from "../contracts/reply.ts";
import type { PreparedCall, Tool, ToolContext, ToolResult } from "../contracts/tool.ts";
import { addNotes } from "../text/add-notes.ts";
import { describeSignature } from "../tools/describe-signature.ts";
import { describeFailure } from "./classify-model-failure.ts";
import { runBounded, UnresponsiveWork } from "./run-bounded.ts";

export interface Execution {
  readonly result: ToolResult;
  /** The sandbox is gone or unusable: the run cannot go on. */
  readonly failure?: AgentFailure | undefined;
  /** A tool threw what no tool should throw. */
  readonly bug?: unknown;
}

/** Errors that end a run: what is broken is not the agent's doing and every further action would fail as well. */
const fatalCodes: readonly string[] = ["sandbox_lost", "engine_unavailable", "engine_error", "resource_exhausted", "image_not_found"];

/** Commands end at the time limit themselves; this much later whatever else a tool does is cut off. */
const graceMs = 5000;

/** Runs one call. Whatever is wrong with the call itself becomes an observation. */
export async function executeCall(
  call: RequestedCall,
  tools: readonly Tool[],
  context: ToolContext & { readonly clock: Clock },
): Promise<Execution> {
  const tool = tools.find((candidate) => candidate.name === call.tool);
  if (tool === undefined) return refused(unknownTool(call.tool, tools));
  if (call.argsProblem !== undefined) return refused(`${tool.name}: ${call.argsProblem}\nUsage: ${describeSignature(tool)}`);
  let prepared: PreparedCall;
  try {
    prepared = tool.prepare(call.args);
  } catch (cause) {
    return failed(tool, context, cause);
  }
  if (!prepared.ok) return refused(`${tool.name}: ${prepared.problem}\nUsage: ${describeSignature(tool)}`);
  const { run, notes } = prepared;
  const bounds = { clock: context.clock, timeoutMs: context.timeoutMs + graceMs, graceMs, abortSignal: context.abortSignal };
  try {
    const result = await runBounded((abortSignal) => run({ ...context, abortSignal }), bounds);
    return { result: notes.length === 0 ? result : { ...result, text: addNotes(result.text, notes) } };
  } catch (cause) {
    return failed(tool, context, cause);
  }
}

function failed(tool: Tool, { abortSignal, timeoutMs }: ToolContext, cause: unknown): Execution {
  if (SweError.isInstance(cause)) {
    const survivable = "sandboxUsable" in cause && cause.sandboxUsable === true;
    const failure = fatalCodes.includes(cause.code) && !survivable ? describeFailure(cause) : undefined;
    return { result: { text: `ERROR: ${tool.name}: ${describeError(cause)}`, info: { error: cause.code } }, failure };
  }
  if (abortSignal.aborted) return stopped(`ERROR: ${tool.name} was stopped because the run ended.`);
  if (cause instanceof UnresponsiveWork || (cause instanceof Error && cause.name === "TimeoutError")) {
    return stopped(`ERROR: ${tool.name} took longer than ${timeoutMs / 1000} s and was stopped. Ask for less at a time.`);
  }
  return { result: { text: `ERROR: ${tool.name}: ${describeError(cause)}`, info: { error: "tool_failed" } }, bug: cause };
}

function stopped(text: string): Execution {
  return { result: { text, info: { error: "stopped" } } };
}

function unknownTool(name: string, tools: readonly Tool[]): string {
  const signatures = tools.map((tool) => `- ${describeSignature(tool)}`).join("\n");
  return `there is no tool ${JSON.stringify(name)}. Call one of these:\n${signatures}`;
}

function refused(problem: string): Execution {
  return { result: { text: `ERROR: ${problem}`, info: { error: "invalid_call" } } };
}
