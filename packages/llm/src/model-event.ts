import type { CallContext } from "@swe/core";
import type { FailureKind } from "./transport/transient-failure.ts";

/** What a model reports while it works. */
export type ModelEvent =
  | {
      readonly type: "call-retry";
      readonly model: string;
      readonly context: CallContext | undefined;
      /** The try that failed, from 1. */
      readonly attempt: number;
      readonly reason: FailureKind;
      readonly statusCode: number | undefined;
      readonly message: string;
      /** Wait before the next try, in milliseconds. */
      readonly waitMs: number;
    }
  | {
      /** The model does not take this parameter: it is left out of this and all later calls. */
      readonly type: "parameter-dropped";
      readonly model: string;
      readonly parameter: string;
    };
