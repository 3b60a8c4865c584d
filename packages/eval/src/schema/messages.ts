import type { ChatMessage, ToolSchema } from "@swe/core";
import { z } from "zod";
import type { TrajectoryLine } from "../record/trajectory-line.ts";
import { anyObject } from "./primitives.ts";

const toolCall = z.strictObject({
  id: z.string(),
  type: z.literal("function"),
  function: z.strictObject({ name: z.string(), arguments: z.string() }),
});

/** A message of a conversation, in the form of the chat-completions protocol. */
export const chatMessage: z.ZodType<ChatMessage> = z.discriminatedUnion("role", [
  z.strictObject({ role: z.literal("system"), content: z.string() }),
  z.strictObject({ role: z.literal("user"), content: z.string() }),
  z.strictObject({
    role: z.literal("assistant"),
    content: z.string().nullable(),
    reasoning_content: z.string().exactOptional(),
    reasoning_details: z.array(z.unknown()).exactOptional(),
    tool_calls: z.array(toolCall).exactOptional(),
  }),
  z.strictObject({ role: z.literal("tool"), tool_call_id: z.string(), name: z.string().exactOptional(), content: z.string() }),
]);

const toolSchema: z.ZodType<ToolSchema> = z.strictObject({
  type: z.literal("function"),
  function: z.strictObject({ name: z.string(), description: z.string(), parameters: anyObject }),
});

/** A line of `trajectories.jsonl` and `trajectories_rejection_sampling.jsonl`. */
export const trajectoryLineSchema: z.ZodType<TrajectoryLine> = z.union([
  z.array(chatMessage),
  z.strictObject({ messages: z.array(chatMessage), tools: z.array(toolSchema) }),
]);
