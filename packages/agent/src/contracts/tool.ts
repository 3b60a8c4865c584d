import type { JsonValue, Sandbox } from "@swe/core";
import type { ToolState } from "./tool-state.ts";

/** What a tool gets to work with. */
export interface ToolContext {
  readonly sandbox: Sandbox;
  /** Folder that relative paths are resolved against and commands start in. */
  readonly workdir: string;
  /** Memory of the tools for this run alone. */
  readonly state: ToolState;
  /** Time that one action may take, in milliseconds. */
  readonly timeoutMs: number;
  readonly abortSignal: AbortSignal;
}

/** How a command ended, for observation templates. */
export interface CommandOutcome {
  /** Exit status, or null when the command did not end by itself. */
  readonly exitCode: number | null;
  /** Both streams in the order of arrival. */
  readonly output: string;
  readonly timedOut: boolean;
  /** What cut the command short, in words; undefined when it ended by itself. */
  readonly interruption?: string | undefined;
  /** Bytes that the command wrote, when its output was too long to be kept whole. */
  readonly truncatedFromBytes?: number | undefined;
}

export interface ToolResult {
  /** What the model is told. An error is text that begins with `ERROR:` and says what to do next. */
  readonly text: string;
  /** Ends the run after this step. */
  readonly done?: boolean | undefined;
  /** The answer that the agent hands in, where the tool takes one. */
  readonly submission?: string | undefined;
  /** Facts for the `info` of the trajectory's step. */
  readonly info?: Readonly<Record<string, JsonValue>> | undefined;
  /** Set by tools that ran a command. */
  readonly command?: CommandOutcome | undefined;
}

/** Arguments that were understood, bound to the tool; or what is wrong with them. */
export type PreparedCall =
  | { readonly ok: true; readonly run: (context: ToolContext) => Promise<ToolResult>; readonly notes: readonly string[] }
  | { readonly ok: false; readonly problem: string };

/** A tool of an agent. Made by `defineTool`. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments, as it is sent to the model. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /**
   * Checks arguments as a model wrote them. Texts are read as numbers, booleans and lists where the schema wants these, so
   * the tag format and JSON lead to the same call. Never throws.
   */
  prepare(args: Readonly<Record<string, unknown>>): PreparedCall;
}
