export { createBashScaffold } from "./bash/create-bash-scaffold.ts";
export type { BashScaffoldOptions } from "./bash/create-bash-scaffold.ts";
export { formatBashObservation } from "./bash/format-bash-observation.ts";
export { formatBashProblem } from "./bash/format-bash-problem.ts";
export { readSubmission, submissionMarks } from "./bash/read-submission.ts";
export type { AgentConfig, AgentConfigKind } from "./config/agent-config.ts";
export { loadAgentConfig } from "./config/load-agent-config.ts";
export type { LoadAgentConfigOptions } from "./config/load-agent-config.ts";
export type { AgentEvent } from "./contracts/agent-event.ts";
export type { AgentFailure, AgentResult, UsageTotals } from "./contracts/agent-result.ts";
export type { AgentRun, AgentTask, RunAgentOptions } from "./contracts/agent-run.ts";
export { defaultLimits, mergeLimits } from "./contracts/limits.ts";
export type { AgentLimits } from "./contracts/limits.ts";
export type { FormatProblem, ModelReply, ParsedReply, RequestedCall } from "./contracts/reply.ts";
export type {
  ActionOutcome,
  AgentMode,
  ObservationContext,
  Platform,
  PromptContext,
  Scaffold,
  ScaffoldDefaults,
} from "./contracts/scaffold.ts";
export type { CommandOutcome, PreparedCall, Tool, ToolContext, ToolResult } from "./contracts/tool.ts";
export { createToolState } from "./contracts/tool-state.ts";
export type { ToolState } from "./contracts/tool-state.ts";
export type { TrajectoryStep } from "./contracts/trajectory-step.ts";
export { formatTagCall } from "./parse/format-tag-call.ts";
export { createBashReplyParser } from "./parse/parse-bash-reply.ts";
export type { BashReplyOptions } from "./parse/parse-bash-reply.ts";
export { parseTagReply } from "./parse/parse-tag-reply.ts";
export { describeTools, tagFormatGuide } from "./prompt/describe-tools.ts";
export { extractIssue } from "./prompt/extract-issue.ts";
export { describeProblem, formatToolProblem } from "./prompt/format-problem.ts";
export { formatToolObservation } from "./prompt/format-tool-observation.ts";
export { stepNotice } from "./prompt/step-notice.ts";
export { chooseMode, runAgent } from "./run/run-agent.ts";
export { createBashTool } from "./tools/create-bash-tool.ts";
export type { BashToolOptions } from "./tools/create-bash-tool.ts";
export { createEditorTool } from "./tools/editor/create-editor-tool.ts";
export type { EditorToolOptions } from "./tools/editor/create-editor-tool.ts";
export { createExecuteBashTool, refusedCommands } from "./tools/create-execute-bash-tool.ts";
export type { ExecuteBashOptions } from "./tools/create-execute-bash-tool.ts";
export { defineTool } from "./tools/define-tool.ts";
export type { ToolDefinition } from "./tools/define-tool.ts";
export { describeSignature } from "./tools/describe-signature.ts";
export { finish } from "./tools/finish.ts";
export { commandEnvironment, runCommand } from "./tools/run-command.ts";
export type { CommandRun } from "./tools/run-command.ts";
export { search } from "./tools/search.ts";
export { submit } from "./tools/submit.ts";
export { taskTracker } from "./tools/task-tracker.ts";
export { think } from "./tools/think.ts";
export { toToolSchema } from "./tools/to-tool-schema.ts";
