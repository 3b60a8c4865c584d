/**
 * What a verdict rests on: the results of single tests, the runner's totals, the exit code of a runner whose log cannot be read,
 * equality with the entry's expected output, or nothing because the run never got that far.
 */
export type Evidence = "tests" | "counts" | "exit_code_only" | "expected_output" | "none";
