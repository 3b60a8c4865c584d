/** Values that tools keep between the steps of one run, by name. */
export interface ToolState {
  /** The value under `key`; made by `create` the first time. */
  get<T>(key: string, create: () => T): T;
}

export function createToolState(): ToolState {
  const values = new Map<string, unknown>();
  return {
    get<T>(key: string, create: () => T): T {
      if (!values.has(key)) values.set(key, create());
      return values.get(key) as T;
    },
  };
}
