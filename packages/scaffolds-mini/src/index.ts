export { miniSweAgent } from "./mini-swe-agent.ts";
