/** An executable check of a built image and what it found. */
export interface CheckResult {
  readonly id: string;
  /** What must hold, as a sentence. */
  readonly title: string;
  readonly ok: boolean;
  /** Output that shows why it failed, or worth keeping although it passed; bounded. */
  readonly evidence: string;
}

/** A check that is one shell command. */
export interface CommandCheck {
  readonly id: string;
  readonly title: string;
  readonly command: string;
  /** `silent`: passes when the command ends with 0 and prints nothing. `succeeds`: passes when it ends with 0. */
  readonly expect: "silent" | "succeeds";
}

export interface CommandOutcome {
  readonly exitCode: number | null;
  readonly output: string;
}

const maxEvidence = 4000;

export function judge(check: CommandCheck, { exitCode, output }: CommandOutcome): CheckResult {
  const printed = output.trim();
  const ok = exitCode === 0 && (check.expect === "succeeds" || printed === "");
  const status = exitCode === 0 ? "" : `exit status ${exitCode ?? "unknown (did not end)"}\n`;
  return { id: check.id, title: check.title, ok, evidence: ok && check.expect === "silent" ? "" : bounded(`${status}${printed}`) };
}

function bounded(text: string): string {
  return text.length <= maxEvidence ? text : `${text.slice(0, maxEvidence)}\n[... ${text.length - maxEvidence} more characters]`;
}
