export interface RecordSettings {
  /** Folder of the recording; made when it does not exist. */
  readonly directory: string;
}
