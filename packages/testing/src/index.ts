export { ensureBaseImage, ensureSampleImage } from "./base-image.ts";
export { createManualClock } from "./manual-clock.ts";
export type { ManualClock } from "./manual-clock.ts";
export type { ChatFault, ChatMessageReply, ChatReply } from "./chat-server/chat-reply.ts";
export type { ChatRequest } from "./chat-server/chat-request.ts";
export { startChatServer } from "./chat-server/start-chat-server.ts";
export type { ChatServer, ChatServerSettings } from "./chat-server/start-chat-server.ts";
export { createScriptedModel } from "./scripted-model.ts";
export type { ScriptedModel, ScriptedModelReply } from "./scripted-model.ts";
