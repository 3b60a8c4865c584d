/** A flag as the user sees it. Values are read by `FlagReader`, so that messages are the same everywhere. */
export interface FlagSpec {
  readonly describe: string;
  /** Default as the help shows it. */
  readonly shown?: string | undefined;
  readonly isRequired?: boolean | undefined;
  /** Takes several values. */
  readonly isList?: boolean | undefined;
  readonly group?: string | undefined;
}

export type FlagTable = Readonly<Record<string, FlagSpec>>;
