import type { Readable } from 'node:stream';

/** Where contents end up: among those that can be opened, or in quarantine, from which nothing is served. */
export type Area = 'kept' | 'quarantine';

/** A file on the local disk whose content is complete. */
export interface Staged {
  path: string;
  /** SHA-256 in hex */
  checksum: string;
  /** bytes */
  size: number;
}

/** Keeps complete contents by their checksums: in a folder, or in a bucket. */
export interface Vault {
  /** where it is, as the operator reads it */
  readonly place: string;
  /** Keeps a staged file, which may be moved. Content that is kept already is replaced and counts as new. */
  keep(staged: Staged, area: Area): Promise<void>;
  has(checksum: string, area: Area): Promise<boolean>;
  /**
   * Opens content.
   * @param checksum SHA-256 in hex
   * @param range first and last byte
   * @returns null when the content is not there
   */
  open(checksum: string, range?: { start: number; end: number }): Promise<Readable | null>;
  /** Removes content from an area. What is not there is not an error. */
  remove(checksum: string, area: Area): Promise<void>;
  /** Lists both areas, in no order. */
  list(): AsyncIterable<{ checksum: string; at: Date }>;
  /** Checks that contents can be written. @throws an Error of one line that says what to correct */
  check(): Promise<void>;
}
