/** The files that the commands read and write; paths are from the project's root. */
export interface Files {
  readText(path: string): Promise<string>;
  /** Writes a file, its folders too. */
  writeText(path: string, text: string): Promise<void>;
  /** The files in a folder and below it, as paths from there, in order; none when there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
}
