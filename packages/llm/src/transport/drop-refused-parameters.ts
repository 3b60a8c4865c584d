import { type Clock, ModelRequestError } from "@swe/core";
import { classifySdkError, faultParameter, sdkFault } from "./classify-sdk-error.ts";
import { unsupportedParameter } from "./error-patterns.ts";

interface DroppingOptions<Body extends object> {
  /** The body without the parameters dropped so far. */
  readonly build: () => Body;
  readonly call: (body: Body) => Promise<unknown>;
  /** Kept between calls: what was refused once is not sent again. */
  readonly dropped: Set<string>;
  readonly where: string;
  readonly keyVariable: string | undefined;
  readonly clock: Clock;
  readonly abortSignal: AbortSignal;
  readonly onDropped?: ((parameter: string) => void) | undefined;
}

/**
 * Calls, and calls again without a parameter that the model does not take at all: several refuse a temperature, or want the
 * limit of tokens under another name, and no list of models stays complete. All other errors are thrown, classified.
 */
export async function dropRefusedParameters<Body extends object>(options: DroppingOptions<Body>): Promise<unknown> {
  const { build, call, dropped, abortSignal, clock, where, keyVariable } = options;
  for (;;) {
    const body = build();
    try {
      return await call(body);
    } catch (error) {
      abortSignal.throwIfAborted();
      const facts = { where, keyVariable, now: clock.now() };
      const classified = classifySdkError(error, facts);
      const fault = sdkFault(error, facts);
      const refused = fault?.statusCode === 400 ? unsupportedParameter(fault.code, faultParameter(error), fault.message) : undefined;
      if (refused === undefined || dropped.has(refused) || !(refused in body) || !(classified instanceof ModelRequestError))
        throw classified;
      dropped.add(refused);
      options.onDropped?.(refused);
    }
  }
}
