export { r2egym } from "./r2egym.ts";
