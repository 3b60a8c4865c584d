/** What the process's status says. */
export const exitCodes: { readonly ok: 0; readonly failed: 1; readonly input: 2 } = {
  ok: 0,
  /** The run failed: too many infrastructure errors, stopped, engine not there. */
  failed: 1,
  /** A flag, a file or an entry of the user's is wrong. */
  input: 2,
};
