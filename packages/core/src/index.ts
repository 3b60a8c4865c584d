export type {
  AssistantMessage,
  CallContext,
  ChatMessage,
  ChatModel,
  DiscardedReply,
  GenerateOptions,
  GenerateResult,
  SystemMessage,
  ToolCall,
  ToolMessage,
  ToolSchema,
  UnifiedFinishReason,
  Usage,
  UserMessage,
} from "./chat-model.ts";
export { checkCommandOptions } from "./check-command-options.ts";
export { systemClock } from "./clock.ts";
export type { Clock } from "./clock.ts";
export { InputError } from "./errors/input-error.ts";
export {
  BudgetExceededError,
  ContentFilterError,
  ContextLengthError,
  ModelAuthError,
  ModelRequestError,
  ModelUnavailableError,
  ReplayMismatchError,
} from "./errors/model-errors.ts";
export {
  EngineError,
  EngineUnavailableError,
  ImageBuildError,
  ImageNotFoundError,
  ResourceExhaustedError,
  SandboxFileError,
  SandboxLostError,
} from "./errors/sandbox-errors.ts";
export type { BuildFailureReason } from "./errors/sandbox-errors.ts";
export { describeError, SweError } from "./errors/swe-error.ts";
export type { SweErrorOptions } from "./errors/swe-error.ts";
export type { DatasetEntry, Instance, JsonValue } from "./instance.ts";
export { stableHash, stableStringify } from "./json/stable-hash.ts";
export { outcomeClasses } from "./outcome.ts";
export type { ExitReason, OutcomeClass, RewardReason } from "./outcome.ts";
export type {
  DirectoryEntry,
  ExecOptions,
  FileOptions,
  FileStat,
  OutputBytes,
  RunEnd,
  RunOptions,
  RunResult,
  Sandbox,
  SandboxHandle,
  WriteFileOptions,
} from "./sandbox.ts";
export type {
  BuildImageOptions,
  BuiltImage,
  CreateSandboxOptions,
  ImageInfo,
  Ownership,
  SandboxLimits,
  SandboxProvider,
  SweepOptions,
  SweepReport,
} from "./sandbox-provider.ts";
export { stopSandboxesOn } from "./stop-sandboxes-on.ts";
export { clipMiddle } from "./text/clip-middle.ts";
export { shellQuote } from "./text/shell-quote.ts";
