/** What a try is made of: both texts complete, the eval script with its test patch, the Dockerfile without sealing layers. */
export interface Candidate {
  readonly dockerfile: string;
  readonly evalScript: string;
}
