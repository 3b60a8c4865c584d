import { type Clock, describeError } from "@swe/core";

export interface PhaseTiming {
  readonly name: string;
  readonly duration_ms: number;
  readonly error: string | null;
}

/** Times the phases of an iteration and tells when each begins. */
export interface PhaseTimer {
  run<T>(name: string, work: () => Promise<T>): Promise<T>;
  readonly timings: readonly PhaseTiming[];
}

export function createPhaseTimer(clock: Clock, onPhase: (name: string) => void): PhaseTimer {
  const timings: PhaseTiming[] = [];
  return {
    timings,
    run: async (name, work) => {
      const started = clock.monotonic();
      const end = (error: string | null): void => {
        timings.push({ name, duration_ms: Math.round(clock.monotonic() - started), error });
      };
      onPhase(name);
      try {
        const result = await work();
        end(null);
        return result;
      } catch (error) {
        end(describeError(error));
        throw error;
      }
    },
  };
}
