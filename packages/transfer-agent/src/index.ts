export type { Candidate } from "./candidate.ts";
export { imageNameFor } from "./image-name.ts";
