import { applyFailedCode, markerAbsentCode, markerOtherCode, markerZeroCode } from "./wrapper.ts";

/** How the shell that ran the script ended, as far as it can be trusted. */
export interface Ending {
  /** The log up to the end of the script. */
  readonly log: string;
  /** The shell ended by itself; false when it was killed. */
  readonly ended: boolean;
  /** Status that the script itself ended with; null when unknown. */
  readonly exitCode: number | null;
  /** Value of the marker as told by the shell, not by its output; null when the shell never got to it. */
  readonly recordedMarker: number | null;
  readonly testPatchRejected: boolean;
}

function expectedCode(status: number, marker: string): number {
  if (marker === "0") return markerZeroCode;
  if (marker !== "none") return markerOtherCode;
  return status === applyFailedCode ? applyFailedCode : markerAbsentCode;
}

/** Reads the closing line of the wrapper and compares it with the status that the engine reports. */
export function readEnding(output: string, nonce: string, engineCode: number | null): Ending {
  const at = output.lastIndexOf(`\n${nonce} `);
  const [status, marker] = /^(\d+) (\S*)/.exec(output.slice(at + nonce.length + 2))?.slice(1) ?? [];
  if (at < 0 || status === undefined || marker === undefined) {
    // A script with an EXIT trap of its own that calls `exit` ends without the closing line.
    const ended = engineCode !== null && engineCode < 128 && (engineCode < markerZeroCode || engineCode > applyFailedCode);
    return { log: output, ended, exitCode: engineCode, recordedMarker: null, testPatchRejected: false };
  }
  const log = output.slice(0, at).replaceAll(nonce, "");
  const trusted = engineCode === expectedCode(Number(status), marker);
  return {
    log: log === "" || log.endsWith("\n") ? log : `${log}\n`,
    ended: trusted,
    exitCode: trusted ? Number(status) : engineCode,
    recordedMarker: trusted && /^\d+$/.test(marker) ? Number(marker) : null,
    testPatchRejected: engineCode === applyFailedCode,
  };
}
