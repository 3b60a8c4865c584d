import type { AgentResult } from "../contracts/agent-result.ts";
import { createToolState } from "../contracts/tool-state.ts";
import type { PromptContext } from "../contracts/scaffold.ts";
import { extractIssue } from "../prompt/extract-issue.ts";
import { cleanText } from "../text/clean-text.ts";
import { checkLimits } from "./check-limits.ts";
import { describeFailure, type Ending } from "./classify-model-failure.ts";
import { createConversation } from "./conversation.ts";
import { createConversationTokens } from "./conversation-tokens.ts";
import { createDeadline } from "./deadline.ts";
import type { LoopSetup } from "./loop-setup.ts";
import { readPlatform } from "./read-platform.ts";
import type { RunState } from "./run-state.ts";
import { takeStep } from "./take-step.ts";
import { createUsageSums } from "./usage-sums.ts";

/** Runs an agent until it finishes or a limit, a failure or the caller ends it. */
export async function runLoop(setup: LoopSetup): Promise<AgentResult> {
  const { clock, limits } = setup;
  const state: RunState = {
    startedAt: clock.monotonic(),
    deadline: createDeadline(clock, limits.totalTimeoutMs, setup.abortSignal),
    conversation: createConversation(),
    tokens: createConversationTokens(setup.countTokens),
    sums: createUsageSums(),
    toolState: createToolState(),
    steps: [],
    formatErrorsInARow: 0,
    submission: undefined,
  };
  try {
    let ending = await begin(setup, state);
    while (ending === undefined) ending = stopBefore(setup, state) ?? (await takeStep(setup, state));
    const result = toResult(setup, state, ending);
    await setup.emit({ type: "agent-end", result });
    return result;
  } finally {
    state.deadline.dispose();
  }
}

/** Writes the prompts; an ending when not even the sandbox answers. */
async function begin(setup: LoopSetup, state: RunState): Promise<Ending | undefined> {
  const { scaffold, sandbox, task, mode, limits } = setup;
  let platform: PromptContext["platform"];
  if (scaffold.needsPlatform === true) {
    try {
      platform = await readPlatform(sandbox, state.deadline.signal);
    } catch (cause) {
      return { exitReason: state.deadline.reached ?? "sandbox_error", error: describeFailure(cause) };
    }
  }
  const context: PromptContext = {
    problemStatement: extractIssue(task.problemStatement),
    workingDir: sandbox.workdir,
    mode,
    tools: scaffold.tools,
    limits,
    instanceId: task.instanceId,
    platform,
  };
  const { conversation, tokens } = state;
  conversation.append(
    { role: "system", content: cleanText(scaffold.systemPrompt(context)) },
    { role: "user", content: cleanText(scaffold.instancePrompt(context)) },
  );
  for (const message of conversation.messages) tokens.add(message.content ?? "");
  await setup.emit({ type: "agent-start", scaffold: scaffold.id, mode, messages: [...conversation.messages], tools: setup.toolSchemas });
  return undefined;
}

function stopBefore(setup: LoopSetup, state: RunState): Ending | undefined {
  const progress = {
    stepsDone: state.steps.length,
    elapsedMs: setup.clock.monotonic() - state.startedAt,
    conversationTokens: state.tokens.total,
    cost: state.sums.cost ?? 0,
    formatErrorsInARow: state.formatErrorsInARow,
  };
  const exitReason = state.deadline.reached ?? checkLimits(progress, setup.limits);
  return exitReason === undefined ? undefined : { exitReason, error: undefined };
}

function toResult(setup: LoopSetup, state: RunState, ending: Ending): AgentResult {
  return {
    exitReason: ending.exitReason,
    steps: state.steps,
    messages: state.conversation.messages,
    tools: setup.toolSchemas,
    usage: state.sums.totals,
    conversationTokens: state.tokens.total,
    cost: state.sums.cost,
    submission: state.submission,
    durationMs: setup.clock.monotonic() - state.startedAt,
    error: ending.error,
  };
}
