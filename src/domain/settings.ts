import type { NoticeSeverity } from './notice.ts';
import type { StatsSplit } from './stats/stats-report.ts';
import type { TrackerSetting } from './tracker-setting.ts';

/** The parts of the process that an operator can configure. `config/file.ts` reads them from the configuration file. */
export interface Settings {
  brand: string;
  /** null: nobody is asked to call */
  supportPhone: string | null;
  selfService: { name: string; url: string } | null;
  /** texts in CommonMark, or addresses, of the public pages; null: a text of the product */
  pages: { privacy: string | null; terms: string | null };
  modules: readonly string[];
  caseTypes: readonly string[];
  environments: readonly string[];
  businessHours: BusinessHours;
  /** in business days after day 0 */
  followUp: { attempts: readonly number[]; closeAfter: number };
  /** calendar days after its closing within which a case can be reopened */
  reopenWithin: number;
  /**
   * Calendar days for which rows are kept that no case needs. `requests`: a request that is repeated has no second effect. `messages`: who got
   * which message, where it cannot change any longer. `closedCases`: after its closing, an edit of a post still reaches all its copies.
   * `accessLog`: who saw what
   * `mail`: the text of emails that arrived
   * `cases`: closed cases; later, only facts without texts and names are left of them. `files`: the files of closed cases. Null: forever
   */
  keep: {
    requests: number;
    messages: number;
    closedCases: number;
    accessLog: number;
    mail: number;
    cases: number | null;
    files: number | null;
  };
  sla: Record<SlaPriority, SlaTarget>;
  /** how long a product defect may stay open, by severity */
  defectSla: Record<SlaPriority, Duration | null>;
  /** where the developers keep the issues of product defects; without one, their numbers are typed and nothing follows them */
  trackers: readonly TrackerSetting[];
  escalationTeams: readonly string[];
  /** `maxFiles` per message or form, `maxMegabytes` per file, `mailMegabytes` of files in one mail: 0 sends links instead */
  attachments: { maxFiles: number; maxMegabytes: number; mailMegabytes: number };
  search: { pageSize: number };
  /** emoji that advisors react with to a case's card: characters, or `:name:` for an emoji of a workspace's own */
  reactions: Record<ReactionShortcut, readonly string[]>;
  /**
   * `joinWithin`: how long the mail about an event waits for others of the same case. `activeWithin`: how long after their last message or
   * button on a case people count as active in the chat, where they are not mailed. Null: mail does not wait for that
   */
  mail: {
    joinWithin: Duration | null;
    activeWithin: Duration | null;
    /** emails that arrive. `newCases`: whether an email of a contact opens a case; `module`: of that case, null for the last one listed */
    inbound: { newCases: boolean; module: string | null };
  };
  /** how often people on call are paged again, and the zone (IANA) in which their days begin */
  onCall: { every: Duration; timezone: string };
  /** statistics that are posted to channels once a week */
  reports: readonly ReportSetting[];
  incidents: {
    /** time between status broadcasts of an open incident, by severity */
    cadence: Record<NoticeSeverity, Duration>;
    /** accounts with cases on one module within this time that make an incident likely */
    cluster: { accounts: number; within: Duration };
  };
}

/** A weekly report: the channel it is posted to, and when. */
export interface ReportSetting {
  channel: { platform: 'slack' | 'teams'; workspaceId: string; channelId: string };
  weekday: Weekday;
  /** HH:MM in `timezone` */
  time: string;
  /** IANA; its days begin and end in it */
  timezone: string;
  /** what its cases are split by; null: all of them together */
  split: StatsSplit | null;
}

/** What a reaction can do: claim the case, or offer the form of its resolution. */
export type ReactionShortcut = 'claim' | 'resolve';

/** A duration in minutes, hours, calendar days or business days, such as `30m`, `4h`, `1d` or `2bd`. */
export type Duration = `${number}${'m' | 'h' | 'd' | 'bd'}`;
/** A priority or severity as the configuration spells it. */
export type SlaPriority = 'critical' | 'high' | 'medium' | 'low';

/** The SLA of one priority. Null means no target. */
export interface SlaTarget {
  firstResponse: Duration | null;
  nextUpdate: Duration | null;
  resolution: Duration | null;
  /** hours count around the clock, or only within the account's business hours */
  clock: 'always' | 'business';
}

/** A day of the week. */
export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** The days and hours in which the support organization works. */
export interface BusinessHours {
  days: readonly Weekday[];
  /** HH:MM in the account's zone */
  start: string;
  end: string;
}

/** The settings without a configuration file. */
export const defaultSettings: Settings = {
  brand: 'Campus Support',
  supportPhone: null,
  selfService: null,
  pages: { privacy: null, terms: null },
  modules: ['Attendance', 'Grade Book', 'Scheduling', 'State Reporting', 'Fees', 'Food Service', 'Messenger', 'Other'],
  caseTypes: ['Question', 'Application Issue', 'Service Request', 'Data Request', 'Enhancement', 'Modify Support Contacts'],
  environments: ['Production', 'Staging', 'Sandbox'],
  businessHours: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], start: '08:00', end: '17:00' },
  followUp: { attempts: [3, 6, 9], closeAfter: 10 },
  reopenWithin: 60,
  keep: { requests: 7, messages: 90, closedCases: 730, accessLog: 730, mail: 730, cases: null, files: null },
  sla: {
    critical: { firstResponse: '1h', nextUpdate: '2h', resolution: '8h', clock: 'always' },
    high: { firstResponse: '4h', nextUpdate: '1bd', resolution: '3bd', clock: 'business' },
    medium: { firstResponse: '1bd', nextUpdate: '3bd', resolution: '10bd', clock: 'business' },
    low: { firstResponse: '2bd', nextUpdate: '5bd', resolution: null, clock: 'business' },
  },
  defectSla: { critical: '2bd', high: '10bd', medium: '30bd', low: null },
  trackers: [],
  escalationTeams: ['Managed Services', 'Training', 'Process Consulting', 'Technical Services', 'Development'],
  attachments: { maxFiles: 10, maxMegabytes: 15, mailMegabytes: 10 },
  search: { pageSize: 20 },
  reactions: { claim: ['👀'], resolve: ['✅'] },
  mail: { joinWithin: '10m', activeWithin: '10m', inbound: { newCases: true, module: null } },
  onCall: { every: '15m', timezone: 'UTC' },
  reports: [],
  incidents: { cadence: { critical: '1h', major: '4h', minor: '1d' }, cluster: { accounts: 3, within: '1h' } },
};
