import type { NoticeSeverity } from './notice.ts';

/** Every number and word of the process an operator may change (process.md; interface.md, Configuration file). */
export interface Settings {
  brand: string;
  /** null: nobody is asked to call */
  supportPhone: string | null;
  selfService: { name: string; url: string } | null;
  modules: readonly string[];
  caseTypes: readonly string[];
  environments: readonly string[];
  businessHours: BusinessHours;
  /** business days after day 0: of each attempt, and of the closing */
  followUp: { attempts: readonly number[]; closeAfter: number };
  /** calendar days within which a closed case can be reopened */
  reopenWithin: number;
  sla: Record<SlaPriority, SlaTarget>;
  /** how long a product defect may stay open, by severity */
  defectSla: Record<SlaPriority, Duration | null>;
  escalationTeams: readonly string[];
  attachments: { maxFiles: number; maxMegabytes: number };
  search: { pageSize: number };
  incidents: {
    /** how often an open incident is spoken of when nothing changes, by severity */
    cadence: Record<NoticeSeverity, Duration>;
    /** so many accounts with cases on one module within such a time are perhaps an incident */
    cluster: { accounts: number; within: Duration };
  };
}

/** minutes, hours, calendar days, business days */
export type Duration = `${number}${'m' | 'h' | 'd' | 'bd'}`;
export type SlaPriority = 'critical' | 'high' | 'medium' | 'low';

/** null: no target */
export interface SlaTarget {
  firstResponse: Duration | null;
  nextUpdate: Duration | null;
  resolution: Duration | null;
  /** around the clock, or the account's business hours */
  clock: 'always' | 'business';
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
  supportPhone: null,
  selfService: null,
  modules: ['Attendance', 'Grade Book', 'Scheduling', 'State Reporting', 'Fees', 'Food Service', 'Messenger', 'Other'],
  caseTypes: ['Question', 'Application Issue', 'Service Request', 'Data Request', 'Enhancement', 'Modify Support Contacts'],
  environments: ['Production', 'Staging', 'Sandbox'],
  businessHours: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], start: '08:00', end: '17:00' },
  followUp: { attempts: [3, 6, 9], closeAfter: 10 },
  reopenWithin: 60,
  sla: {
    critical: { firstResponse: '1h', nextUpdate: '2h', resolution: '8h', clock: 'always' },
    high: { firstResponse: '4h', nextUpdate: '1bd', resolution: '3bd', clock: 'business' },
    medium: { firstResponse: '1bd', nextUpdate: '3bd', resolution: '10bd', clock: 'business' },
    low: { firstResponse: '2bd', nextUpdate: '5bd', resolution: null, clock: 'business' },
  },
  defectSla: { critical: '2bd', high: '10bd', medium: '30bd', low: null },
  escalationTeams: ['Managed Services', 'Training', 'Process Consulting', 'Technical Services', 'Development'],
  attachments: { maxFiles: 10, maxMegabytes: 15 },
  search: { pageSize: 20 },
  incidents: { cadence: { critical: '1h', major: '4h', minor: '1d' }, cluster: { accounts: 3, within: '1h' } },
};
