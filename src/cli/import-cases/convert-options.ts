import type { Settings } from '../../domain/settings.ts';
import type { ExportFormat } from './formats/format.ts';
import type { Mapping } from './mapping.ts';

/** How an export is read. */
export interface ConvertOptions {
  format: ExportFormat;
  settings: Settings;
  mapping: Mapping;
  /** names of the files, as rows count them */
  files: readonly string[];
  /** ids of the active accounts, by key and by name, as `sameValue` makes them */
  accounts: ReadonlyMap<string, number>;
  /** the account of all cases; null where the export says it */
  accountId: number | null;
  /** the module of cases whose module is not known */
  module: string;
  closedOnly: boolean;
  /** what comments become of which the export does not say whether the contact may read them; `contact`: only the contact's own are public */
  unmarked: 'note' | 'contact' | 'public';
  now: Date;
}
