import type { DiscardedReply } from "@swe/core";
import { parseAnswerText } from "./malformed-answer.ts";
import type { SendOptions, TransportReply } from "./model-transport.ts";

interface TellDiscardedOptions {
  readonly answer: unknown;
  readonly read: () => TransportReply;
  /** What an answer says that it used; told only where it says so. */
  readonly spentOn: (raw: unknown) => DiscardedReply;
  readonly onDiscarded: SendOptions["onDiscarded"];
}

/** Reads an answer; where it cannot be taken, what it used is told before the error goes its way: the provider bills it all the same. */
export function tellDiscarded({ answer, read, spentOn, onDiscarded }: TellDiscardedOptions): TransportReply {
  try {
    return read();
  } catch (error) {
    const spent = spending(answer, spentOn);
    if (spent !== undefined && (spent.usage.source === "provider" || spent.cost !== undefined)) onDiscarded?.(spent);
    throw error;
  }
}

function spending(answer: unknown, spentOn: (raw: unknown) => DiscardedReply): DiscardedReply | undefined {
  try {
    return spentOn(parseAnswerText(answer, ""));
  } catch {
    return undefined;
  }
}
