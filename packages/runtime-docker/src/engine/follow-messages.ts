import type { ProgressMessage } from "./engine.ts";
import type { EngineCaller } from "./engine-caller.ts";
import { readMessages } from "./read-messages.ts";
import { createProgressReader } from "./progress-reader.ts";

export interface FollowOptions {
  /** What is being done, for error texts. */
  readonly action: string;
  readonly open: (abortSignal: AbortSignal) => Promise<NodeJS.ReadableStream>;
  readonly onMessage: (message: ProgressMessage) => void;
  readonly abortSignal: AbortSignal | undefined;
}

/** Reads a long answer made of messages to its end, outside the queue of short calls. Abort closes the connection, which ends the work. */
export function followMessages(stream: EngineCaller, { action, open, onMessage, abortSignal }: FollowOptions): Promise<void> {
  const follow = async (signal: AbortSignal): Promise<void> => {
    const answer = await open(signal);
    const close = (): void => {
      if ("destroy" in answer && typeof answer.destroy === "function") answer.destroy(signal.reason);
    };
    if (signal.aborted) close();
    signal.addEventListener("abort", close, { once: true });
    try {
      const read = createProgressReader();
      await readMessages(answer, (raw) => onMessage(read(raw)));
    } finally {
      signal.removeEventListener("abort", close);
    }
  };
  return stream(action, follow, { abortSignal, unlimited: true });
}
