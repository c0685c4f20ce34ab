/** Every number and word of the process an operator may change. Durations are written as in the configuration file: `1h`, `3bd`. */
export interface Settings {
  brand: string;
  supportPhone: string;
  selfService: { name: string; url: string } | null;
  modules: readonly string[];
  caseTypes: readonly string[];
  environments: readonly string[];
  businessHours: BusinessHours;
  /** calendar days within which a closed case can be reopened */
  reopenWithin: number;
  attachments: { maxFiles: number; maxMegabytes: number };
  search: { pageSize: number };
}

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

export interface BusinessHours {
  days: readonly Weekday[];
  /** HH:MM in the account's zone */
  start: string;
  end: string;
}
