import { packageBuild, type TsupConfig } from "../../tsup.base.ts";

const config: TsupConfig = packageBuild({ main: "src/main.ts" });
export default config;
