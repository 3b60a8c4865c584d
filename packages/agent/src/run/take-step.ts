import type { GenerateResult } from "@swe/core";
import type { AgentFailure } from "../contracts/agent-result.ts";
import type { RequestedCall } from "../contracts/reply.ts";
import type { ToolResult } from "../contracts/tool.ts";
import { formatTagCall } from "../parse/format-tag-call.ts";
import { stepNotice } from "../prompt/step-notice.ts";
import { cleanText } from "../text/clean-text.ts";
import { finishReasonOf } from "./check-limits.ts";
import { classifyModelFailure, type Ending } from "./classify-model-failure.ts";
import { boundTimeout } from "./deadline.ts";
import { executeCall } from "./execute-call.ts";
import type { LoopSetup } from "./loop-setup.ts";
import { readTurn, type Turn } from "./read-turn.ts";
import { recordStep } from "./record-step.ts";
import type { RunState } from "./run-state.ts";

/** What answered a turn. */
export interface StepOutcome {
  readonly observation: string;
  readonly done: boolean;
  readonly result: ToolResult | undefined;
  readonly failure: AgentFailure | undefined;
  readonly durationMs: number;
}

/** One model call and at most one action. Yields how the run ends, if it does. */
export async function takeStep(setup: LoopSetup, state: RunState): Promise<Ending | undefined> {
  const startedAt = setup.clock.monotonic();
  const asked = await askModel(setup, state);
  if ("exitReason" in asked) return asked;
  const turn = readTurn(asked, setup.mode, setup.scaffold, state.steps.length, setup.fnFallback);
  const outcome = turn.call === undefined ? answerProblem(setup, state, turn) : await act(setup, state, turn.call);
  const messages = [turn.message, turn.answer(outcome.observation)] as const;
  state.conversation.append(...messages);
  state.tokens.add(outcome.observation);
  state.formatErrorsInARow = turn.call === undefined ? state.formatErrorsInARow + 1 : 0;
  if (outcome.done) state.submission = outcome.result?.submission;
  const stepsBefore = state.steps.length;
  const step = recordStep({ setup, state, reply: asked, turn, outcome, startedAt });
  state.steps.push(step);
  await setup.emit({ type: "step-end", step, messages });
  if (outcome.done) return { exitReason: finishReasonOf(stepsBefore, setup.limits), error: undefined };
  if (outcome.failure !== undefined) return { exitReason: state.deadline.reached ?? "sandbox_error", error: outcome.failure };
  return undefined;
}

async function askModel(setup: LoopSetup, state: RunState): Promise<GenerateResult | Ending> {
  const { limits, task, scaffold } = setup;
  const stepIndex = state.steps.length;
  const notice = (scaffold.stepNotice ?? stepNotice)(limits.maxSteps - stepIndex);
  if (notice !== undefined) {
    state.conversation.annotate(notice);
    state.tokens.add(notice);
  }
  await setup.emit({ type: "model-start", stepIndex, notice });
  let reply: GenerateResult;
  try {
    reply = await setup.model.generate({
      messages: [...state.conversation.messages],
      tools: setup.toolSchemas,
      ...setup.sampling,
      timeoutMs: boundTimeout(limits.modelTimeoutMs),
      context: { instanceId: task.instanceId, attempt: task.attempt ?? 0, purpose: "agent", callIndex: stepIndex },
      onDiscarded: (discarded) => state.sums.add(discarded.usage, discarded.cost),
      abortSignal: state.deadline.signal,
    });
  } catch (cause) {
    if (state.deadline.reached !== undefined) return { exitReason: state.deadline.reached, error: undefined };
    return classifyModelFailure(cause);
  }
  const { usage, cost, durationMs } = reply;
  state.sums.add(usage, cost);
  state.tokens.update(usage, (reply.message.content ?? "") + reply.toolCalls.map((call) => call.function.arguments).join(""));
  await setup.emit({ type: "model-end", stepIndex, usage, cost, durationMs, finishReason: reply.finishReason.unified });
  return reply;
}

function answerProblem({ scaffold, mode }: LoopSetup, state: RunState, turn: Turn): StepOutcome {
  const problem = turn.problem ?? { kind: "no_call", found: [], cut: false };
  const observation = cleanText(scaffold.formatError(problem, { mode, tools: scaffold.tools, stepIndex: state.steps.length }));
  return { observation, done: false, result: undefined, failure: undefined, durationMs: 0 };
}

async function act(setup: LoopSetup, state: RunState, call: RequestedCall): Promise<StepOutcome> {
  const { scaffold, sandbox, mode, clock } = setup;
  const stepIndex = state.steps.length;
  await setup.emit({ type: "action-start", stepIndex, tool: call.tool, action: formatTagCall(call) });
  const startedAt = clock.monotonic();
  const { result, failure, bug } = await executeCall(call, scaffold.tools, {
    sandbox,
    workdir: sandbox.workdir,
    state: state.toolState,
    timeoutMs: boundTimeout(setup.limits.actionTimeoutMs),
    abortSignal: state.deadline.signal,
    clock,
  });
  const durationMs = clock.monotonic() - startedAt;
  if (bug !== undefined) {
    await setup.emit({ type: "warning", stepIndex, message: `The tool "${call.tool}" threw an error.`, cause: bug });
  }
  const outcome = { call, result };
  const observation = cleanText(scaffold.formatObservation(outcome, { mode, tools: scaffold.tools, stepIndex }));
  return { observation, done: failure === undefined && scaffold.isDone(outcome), result, failure, durationMs };
}
