/** The line that stands for what is left out; `totalBytes` is given when the text had lost its middle before, so that the count is too small. */
export function describeGap(elided: number, unit: string, totalBytes?: number): string {
  return totalBytes === undefined
    ? `[... ${elided} ${unit} left out ...]`
    : `[... more than ${elided} ${unit} left out, of ${totalBytes} bytes in all ...]`;
}
