import type { OutcomeClass } from "@swe/core";
import type { AttemptSummary, BatchEvent } from "../run/batch-event.ts";

export interface RunningAttempt {
  readonly phase: string;
  /** On the clock that never jumps. */
  readonly startedAt: number;
}

export interface ProgressState {
  readonly total: number;
  readonly alreadyDone: number;
  readonly ended: number;
  readonly cancelled: number;
  readonly outcomes: ReadonlyMap<OutcomeClass, number>;
  readonly cost: number | undefined;
  readonly tokens: number | undefined;
  readonly running: ReadonlyMap<string, RunningAttempt>;
  readonly startedAt: number;
  readonly pausedFor: string | undefined;
  readonly stoppedFor: string | undefined;
}

export function initialState(now: number): ProgressState {
  return {
    total: 0,
    alreadyDone: 0,
    ended: 0,
    cancelled: 0,
    outcomes: new Map(),
    cost: undefined,
    tokens: undefined,
    running: new Map(),
    startedAt: now,
    pausedFor: undefined,
    stoppedFor: undefined,
  };
}

/** The state after an event; `now` on the clock that never jumps. */
export function reduceProgress(state: ProgressState, event: BatchEvent, now: number): ProgressState {
  switch (event.type) {
    case "batch-start":
      return { ...initialState(now), total: event.total, alreadyDone: event.alreadyDone };
    case "attempt-start":
      return withRunning(state, event.key, { phase: "starting", startedAt: state.running.get(event.key)?.startedAt ?? now });
    case "attempt-phase":
      return withRunning(state, event.key, { phase: event.phase, startedAt: state.running.get(event.key)?.startedAt ?? now });
    case "attempt-retry":
      return withRunning(state, event.key, {
        phase: `retry ${event.tryNumber} pending`,
        startedAt: state.running.get(event.key)?.startedAt ?? now,
      });
    case "attempt-end":
      return withEnded(state, event.key, event);
    case "batch-pause":
      return { ...state, pausedFor: event.reason };
    case "batch-resume":
      return { ...state, pausedFor: undefined };
    case "batch-stop":
      return { ...state, stoppedFor: event.reason };
    case "batch-end":
      return { ...state, running: new Map() };
    case "warning":
      return state;
  }
}

function withRunning(state: ProgressState, key: string, attempt: RunningAttempt): ProgressState {
  return { ...state, running: new Map(state.running).set(key, attempt) };
}

function withEnded(state: ProgressState, key: string, { outcome, cost, tokens, isCancelled = false }: AttemptSummary): ProgressState {
  const running = new Map(state.running);
  running.delete(key);
  const outcomes = new Map(state.outcomes);
  if (outcome !== undefined && !isCancelled) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  return {
    ...state,
    running,
    outcomes,
    ended: state.ended + (isCancelled ? 0 : 1),
    cancelled: state.cancelled + (isCancelled ? 1 : 0),
    cost: sum(state.cost, cost),
    tokens: sum(state.tokens, tokens),
  };
}

function sum(a: number | undefined, b: number | undefined): number | undefined {
  return b === undefined ? a : (a ?? 0) + b;
}
