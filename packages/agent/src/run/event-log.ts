/** Events of one run: kept, so that each reader sees all of them, and handed on as they come. */
export interface EventLog<T> {
  push(event: T): void;
  /** No further events. Readers end, or throw `error` where one is given. */
  close(error?: { readonly cause: unknown }): void;
  read(): AsyncIterator<T>;
}

export function createEventLog<T>(): EventLog<T> {
  const events: T[] = [];
  let closed: { readonly error: { readonly cause: unknown } | undefined } | undefined;
  let changed = Promise.withResolvers<void>();
  const wake = (): void => {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  };
  async function* read(): AsyncGenerator<T, void, undefined> {
    for (let index = 0; ; index++) {
      while (index >= events.length && closed === undefined) await changed.promise;
      if (index >= events.length) break;
      yield events[index] as T;
    }
    if (closed?.error !== undefined) throw closed.error.cause;
  }
  return {
    push(event) {
      events.push(event);
      wake();
    },
    close(error) {
      closed = { error };
      wake();
    },
    read,
  };
}
