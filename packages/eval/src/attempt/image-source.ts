/** Where the image of an instance can be had. */
export interface ImageSource {
  /** Name in the dataset. */
  readonly image: string;
  /** File that Stage 1 saved the image to. */
  readonly tarball?: string | undefined;
  /** `name@sha256:...` that Stage 1 pushed the image as. */
  readonly digest?: string | undefined;
}
