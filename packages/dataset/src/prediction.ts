/** A patch that somebody's agent made for an instance. */
export interface Prediction {
  readonly instanceId: string;
  /** Which of several tries at the instance, from 0. */
  readonly attempt: number;
  /** Who made it, where the file says. */
  readonly model: string | undefined;
  /** Bytes of the unified diff; empty when there is none. */
  readonly patch: Uint8Array;
}
