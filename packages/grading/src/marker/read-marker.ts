/** What the log of an eval script says about the exit code of the tests. */
export interface Marker {
  /** The last marker's value; undefined when there is none. */
  readonly exitCode: number | undefined;
  /** Every marker's value in order; the trace line and the output of one `echo` count once. */
  readonly values: readonly number[];
  /** Markers disagree: somebody other than the script printed one. */
  readonly forged: boolean;
}

const traced = /^\++ echo ['"]?OMNIGRIL_EXIT_CODE=(\d+)['"]?$/;
const printed = /OMNIGRIL_EXIT_CODE=(\d+)$/;

/** Reads the `OMNIGRIL_EXIT_CODE=N` markers at line ends of a log. */
export function readMarker(log: string): Marker {
  const values: number[] = [];
  let openTrace: number | undefined;
  for (const raw of log.split("\n")) {
    const line = raw.replace(/\r$/, "");
    const trace = traced.exec(line)?.[1];
    const value = trace ?? printed.exec(line)?.[1];
    if (value === undefined) continue;
    const number = Number(value);
    // stdout and stderr may arrive in either order, so the partner of a trace line can also stand before it.
    if (openTrace === number && trace === undefined) openTrace = undefined;
    else {
      if (trace === undefined || values.at(-1) !== number) values.push(number);
      openTrace = trace === undefined ? undefined : number;
    }
  }
  return { exitCode: values.at(-1), values, forged: new Set(values).size > 1 };
}
