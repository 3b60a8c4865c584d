export { openhands } from "./openhands.ts";
