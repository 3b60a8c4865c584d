import type { GenerateOptions, ToolSchema } from "@swe/core";
import { toAnthropicTurns } from "./to-anthropic-turns.ts";

export interface AnthropicRequestOptions {
  readonly model: string;
  /** Parameters that this model has refused. */
  readonly dropped: ReadonlySet<string>;
  /** Further fields of the body, e.g. `thinking`. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  readonly promptCache: boolean;
}

export interface AnthropicRequest {
  readonly model: string;
  readonly max_tokens: number;
  readonly messages: readonly unknown[];
  readonly [field: string]: unknown;
}

const cacheMark = { cache_control: { type: "ephemeral" } };

/** The body of a messages request. The provider demands a limit of output, so there is one in any case. */
export function toAnthropicRequest(request: GenerateOptions, options: AnthropicRequestOptions): AnthropicRequest {
  const { model, dropped, parameters, promptCache } = options;
  const mark = promptCache ? cacheMark : {};
  const { system, turns } = toAnthropicTurns(request.messages);
  const userTurns = turns.filter((turn) => turn.role === "user").slice(-2);
  const messages = turns.map((turn) => ({ ...turn, content: userTurns.includes(turn) ? markLast(turn.content, mark) : turn.content }));
  const temperature = dropped.has("temperature") ? undefined : request.temperature;
  return {
    model,
    max_tokens: request.maxOutputTokens ?? defaultMaxTokens(model),
    ...(system.length === 0
      ? {}
      : {
          system: markLast(
            system.map((text) => ({ type: "text", text })),
            mark,
          ),
        }),
    messages,
    ...(request.tools === undefined || request.tools.length === 0 ? {} : { tools: markLast(request.tools.map(toTool), mark) }),
    ...(temperature === undefined ? {} : { temperature }),
    ...parameters,
  };
}

function toTool({ function: { name, description, parameters } }: ToolSchema): object {
  return { name, description, input_schema: parameters };
}

function markLast(blocks: readonly object[], mark: object): readonly object[] {
  return blocks.map((block, index) => (index === blocks.length - 1 ? { ...block, ...mark } : block));
}

/** Models of the third generation refuse more than they can write; later ones can write at least this much. */
function defaultMaxTokens(model: string): number {
  if (/claude-3-(opus|sonnet|haiku)/.test(model)) return 4096;
  return /claude-3-5/.test(model) ? 8192 : 32_000;
}
