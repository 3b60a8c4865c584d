import type { RedteamCase } from "../case.ts";
import { assertionAttacks } from "./assertions.ts";
import { confirmationAttacks } from "./confirmation.ts";
import { earlyExitAttacks } from "./early-exit.ts";
import { fakeReportAttacks } from "./fake-reports.ts";
import { infrastructureAttacks } from "./infrastructure.ts";
import { markerAttacks } from "./markers.ts";
import { outsideAttacks } from "./outside.ts";
import { repositoryFileAttacks } from "./repository-files.ts";
import { resourceAttacks } from "./resources.ts";
import { scriptTamperingAttacks } from "./script-tampering.ts";
import { testFileAttacks } from "./test-files.ts";

/** Everything that tries to earn a reward without a fix. */
export const attacks: readonly RedteamCase[] = [
  ...markerAttacks,
  ...earlyExitAttacks,
  ...fakeReportAttacks,
  ...scriptTamperingAttacks,
  ...infrastructureAttacks,
  ...repositoryFileAttacks,
  ...testFileAttacks,
  ...assertionAttacks,
  ...confirmationAttacks,
  ...resourceAttacks,
  ...outsideAttacks,
];
