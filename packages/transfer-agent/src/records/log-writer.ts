import type { ArtifactSink } from "./artifact-sink.ts";

/** A log that is on disk while it grows, in few writes however small its pieces are. */
export interface LogWriter {
  write(text: string): void;
  /** Resolves when everything is written; rejects when something could not be. */
  close(): Promise<void>;
}

export function createLogWriter(artifacts: ArtifactSink, name: string): LogWriter {
  let waiting = "";
  let failure: { readonly error: unknown } | undefined;
  let writing: Promise<void> | undefined;

  const drain = async (): Promise<void> => {
    while (waiting !== "" && failure === undefined) {
      const text = waiting;
      waiting = "";
      try {
        await artifacts.append(name, text);
      } catch (error) {
        failure = { error };
      }
    }
    writing = undefined;
  };
  return {
    write: (text) => {
      waiting += text;
      writing ??= drain();
    },
    close: async () => {
      await writing;
      if (failure !== undefined) throw failure.error;
    },
  };
}
