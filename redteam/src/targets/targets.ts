import type { Target } from "../case.ts";
import { makeTarget } from "./c.ts";
import { assertTarget, nodeTarget } from "./javascript.ts";
import { checksTarget, pytestTarget, unittestTarget } from "./python.ts";
import { shellTarget } from "./shell.ts";

/** Every repository that cases are tried on. */
export const targets: readonly Target[] = [pytestTarget, unittestTarget, checksTarget, nodeTarget, assertTarget, shellTarget, makeTarget];

export const pythonTargets: readonly string[] = ["py-pytest", "py-unittest", "py-checks"];
export const scriptTargets: readonly string[] = ["js-node", "js-assert"];
