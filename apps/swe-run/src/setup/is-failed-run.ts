/** Whether so many attempts failed for the infrastructure that the run did: by the user's limit in percent, else when all did. */
export function isFailedRun(failed: number, total: number, failOnInfra: number | undefined): boolean {
  if (failed === 0) return false;
  return failOnInfra === undefined ? failed === total : (100 * failed) / total > failOnInfra;
}
