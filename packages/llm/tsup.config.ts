import { packageBuild, type TsupConfig } from "../../tsup.base.ts";

const config: TsupConfig = packageBuild({
  index: "src/index.ts",
  openai: "src/openai/index.ts",
  anthropic: "src/anthropic/index.ts",
  scripted: "src/scripted/index.ts",
  replay: "src/replay/index.ts",
});
export default config;
