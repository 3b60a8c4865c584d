import { packageBuild, type TsupConfig } from "../../tsup.base.ts";

const config: TsupConfig = packageBuild({ index: "src/index.ts" });
export default config;
