export { ensureBaseImage, ensureSampleImage } from "./base-image.ts";
