import { open } from "node:fs/promises";
import type { AgentEvent } from "@swe/agent";
import type { Clock } from "@swe/core";
import { storing } from "./storing.ts";

/** The readable log of an attempt, written while it runs. */
export interface AgentLog {
  /** A line about what the driver does. */
  note(text: string): Promise<void>;
  /** Writes what is worth reading of an event; a step is on the disk when this resolves. */
  event(event: AgentEvent): Promise<void>;
  close(): Promise<void>;
}

/** Starts the file anew: an attempt that is done again has a log of its own. */
export async function openAgentLog(path: string, clock: Clock): Promise<AgentLog> {
  const file = await storing(path, () => open(path, "w"));
  const write = (text: string): Promise<void> =>
    storing(path, async () => {
      await file.appendFile(text);
      await file.datasync();
    });
  const stamp = (): string => new Date(clock.now()).toISOString();
  return {
    note: (text) => write(`${stamp()} ${text}\n`),
    event: async (event) => {
      const text = describeEvent(event);
      if (text !== undefined) await write(`${stamp()} ${text}\n`);
    },
    close: () => file.close(),
  };
}

function describeEvent(event: AgentEvent): string | undefined {
  switch (event.type) {
    case "agent-start":
      return [
        `agent ${event.scaffold} starts, mode ${event.mode}`,
        ...event.messages.map((message) => section(message.role, message.content ?? "")),
      ].join("\n");
    case "model-end":
      return `model answered in ${seconds(event.durationMs)}: ${tokens(event.usage.inputTokens)} in, ${tokens(event.usage.outputTokens)} out, finish reason ${event.finishReason}${event.cost === undefined ? "" : `, $${event.cost.toFixed(6)}`}`;
    case "step-end": {
      const { step } = event;
      const parts = [section("thought", step.thought), section("action", step.action), section("observation", step.observation)];
      return [`step ${String(step.step_count)} ended after ${step.total_step_time.toFixed(2)} s`, ...parts].join("\n");
    }
    case "warning":
      return `warning: ${event.message}`;
    case "agent-end":
      return `agent ended: ${event.result.exitReason}, ${String(event.result.steps.length)} steps${event.result.error === undefined ? "" : `: ${event.result.error.message}`}`;
    case "model-start":
    case "action-start":
      return undefined;
  }
}

function section(title: string, text: string): string {
  return `--- ${title}\n${text}${text.endsWith("\n") ? "" : "\n"}`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

function tokens(count: number | undefined): string {
  return count === undefined ? "an unknown number of tokens" : `${String(count)} tokens`;
}
