import type { JournalLine } from "@swe/batch";

/** Hands out the lines of a journal by key, reading on only as far as needed: keys asked for in the file's order cost one pass. */
export interface LineFeed {
  /** Stays available until it is dropped. Undefined when no such line is left. */
  line(key: string): Promise<string | undefined>;
  drop(key: string): void;
  /** Lets go of the file. */
  close(): Promise<void>;
}

export function createLineFeed(lines: AsyncIterable<JournalLine>): LineFeed {
  const iterator = lines[Symbol.asyncIterator]();
  const read = new Map<string, string>();
  let reading: Promise<unknown> = Promise.resolve();
  let isOver = false;
  const readOn = async (key: string): Promise<void> => {
    while (!isOver && !read.has(key)) {
      const next = await iterator.next();
      if (next.done === true) isOver = true;
      else read.set(next.value.key, next.value.json);
    }
  };
  return {
    async line(key) {
      reading = reading.then(() => readOn(key));
      await reading;
      return read.get(key);
    },
    drop: (key) => void read.delete(key),
    close: async () => {
      await reading;
      await iterator.return?.();
    },
  };
}
