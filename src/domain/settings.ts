/** Every number and word of the process an operator may change (process.md; interface.md, Configuration file). */
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

export const defaultSettings: Settings = {
  brand: 'Campus Support',
  supportPhone: '+1 800 555 0100',
  selfService: null,
  modules: ['Attendance', 'Grade Book', 'Scheduling', 'State Reporting', 'Fees', 'Food Service', 'Messenger', 'Other'],
  caseTypes: ['Question', 'Application Issue', 'Service Request', 'Data Request', 'Enhancement', 'Modify Support Contacts'],
  environments: ['Production', 'Staging', 'Sandbox'],
  businessHours: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], start: '08:00', end: '17:00' },
  reopenWithin: 60,
  attachments: { maxFiles: 10, maxMegabytes: 15 },
  search: { pageSize: 20 },
};
