export { liveSweAgent } from "./live-swe-agent.ts";
