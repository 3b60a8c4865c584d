/** What an entry says about the tests of a solved instance. */
export interface Expectations {
  /** Tests that have to be seen passing. */
  readonly failToPass?: readonly string[] | undefined;
  /** Tests that must not fail or be missing. */
  readonly passToPass?: readonly string[] | undefined;
  /** Exact status per test, as R2E entries have it. Decides alone. */
  readonly expectedOutput?: Readonly<Record<string, string>> | undefined;
  /** `exit_code_only`: Stage 1 found that this log names no tests, so that none are asked for. */
  readonly evidence?: string | undefined;
}
