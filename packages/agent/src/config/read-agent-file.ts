import { InputError } from "@swe/core";
import { parse } from "yaml";
import { z } from "zod";

type Text = string | null | undefined;
type Amount = number | null | undefined;

/** A file of mini-swe-agent, either generation. */
export interface MiniFile {
  readonly agent: {
    readonly system_template?: Text;
    readonly instance_template?: Text;
    readonly action_observation_template?: Text;
    readonly format_error_template?: Text;
    readonly timeout_template?: Text;
    readonly action_regex?: Text;
    readonly step_limit?: Amount;
    readonly cost_limit?: Amount;
    readonly wall_time_limit_seconds?: Amount;
  };
  readonly environment?:
    | { readonly timeout?: Amount; readonly env?: Readonly<Record<string, string>> | null | undefined; readonly cwd?: Text }
    | null
    | undefined;
  readonly model?:
    | {
        readonly observation_template?: Text;
        readonly format_error_template?: Text;
        readonly action_regex?: Text;
        readonly model_class?: Text;
      }
    | null
    | undefined;
}

/** A file of R2E-Gym and its descendants. */
export interface R2egymFile {
  readonly system_prompt?: Text;
  readonly instance_prompt?: Text;
  readonly command_files?: readonly string[] | null | undefined;
  readonly action_observation_template?: Text;
  readonly format_error_template?: Text;
  readonly other_args?:
    | { readonly max_retries?: Amount; readonly timeout?: Amount; readonly disable_normalize_response?: boolean | null | undefined }
    | null
    | undefined;
}

const amount = z.number().min(0).nullish();
const text = z.string().nullish();

const miniFile: z.ZodType<MiniFile> = z.looseObject({
  agent: z.looseObject({
    system_template: text,
    instance_template: text,
    action_observation_template: text,
    format_error_template: text,
    timeout_template: text,
    action_regex: text,
    step_limit: amount,
    cost_limit: amount,
    wall_time_limit_seconds: amount,
  }),
  environment: z.looseObject({ timeout: amount, env: z.record(z.string(), z.coerce.string()).nullish(), cwd: text }).nullish(),
  model: z.looseObject({ observation_template: text, format_error_template: text, action_regex: text, model_class: text }).nullish(),
});

const r2egymFile: z.ZodType<R2egymFile> = z.looseObject({
  system_prompt: text,
  instance_prompt: text,
  command_files: z.array(z.string()).nullish(),
  action_observation_template: text,
  format_error_template: text,
  other_args: z.looseObject({ max_retries: amount, timeout: amount, disable_normalize_response: z.boolean().nullish() }).nullish(),
});

export type AgentFile = { readonly kind: "mini"; readonly file: MiniFile } | { readonly kind: "r2egym"; readonly file: R2egymFile };

/** Parses and checks an agent file; `source` is what messages call it. */
export function readAgentFile(yaml: string, source: string): AgentFile {
  let value: unknown;
  try {
    value = parse(yaml);
  } catch (cause) {
    throw new InputError({ message: `${source} is not valid YAML: ${cause instanceof Error ? cause.message : String(cause)}`, cause });
  }
  const keys = typeof value === "object" && value !== null ? Object.keys(value) : [];
  if (keys.includes("agent")) return { kind: "mini", file: check(miniFile, value, source) };
  if (keys.includes("system_prompt") || keys.includes("instance_prompt") || keys.includes("command_files"))
    return { kind: "r2egym", file: check(r2egymFile, value, source) };
  throw new InputError({
    message: `${source} is not an agent file: it has neither "agent" nor "system_prompt" at its top level.`,
    remedy: "Give a YAML file of mini-swe-agent or of R2E-Gym.",
  });
}

function check<T>(schema: z.ZodType<T>, value: unknown, source: string): T {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new InputError({ message: `${source}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "wrong value"}.` });
}
