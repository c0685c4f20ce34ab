/** The nine statuses of a case, in the order of the customer's workflow. */
export const statuses = [
  'New',
  'Assigned',
  'AssistRequest',
  'PendingCustomerInput',
  'PendingCustomerVerification',
  'Scheduled',
  'AssignedToDevelopment',
  'AvailableInRelease',
  'Closed',
] as const;
/** A status of a case. */
export type Status = (typeof statuses)[number];

/** Whom a case is waiting on (process.md, Life cycle). */
export type WaitsOn = 'support' | 'team' | 'contact' | 'development' | 'nobody';

const facts: Record<Status, { label: string; waitsOn: WaitsOn }> = {
  New: { label: 'New', waitsOn: 'support' },
  Assigned: { label: 'Assigned', waitsOn: 'support' },
  AssistRequest: { label: 'Assist Request', waitsOn: 'team' },
  PendingCustomerInput: { label: 'Pending Customer Input', waitsOn: 'contact' },
  PendingCustomerVerification: { label: 'Pending Customer Verification', waitsOn: 'contact' },
  Scheduled: { label: 'Scheduled', waitsOn: 'support' },
  AssignedToDevelopment: { label: 'Assigned to Development', waitsOn: 'development' },
  AvailableInRelease: { label: 'Available in Release', waitsOn: 'contact' },
  Closed: { label: 'Closed', waitsOn: 'nobody' },
};

/** Names a status for people. */
export const statusLabel = (status: Status): string => facts[status].label;
/** Tells whom a case in this status is waiting on. */
export const waitsOn = (status: Status): WaitsOn => facts[status].waitsOn;
/** Tells whether a status is "any open", which is every status but Closed. */
export const isOpen = (status: Status): boolean => status !== 'Closed';

/** Finds the statuses whose name begins with a text, ignoring letter case and spaces. `pending` finds two; a blank text finds none. */
export function statusesMatching(prefix: string): Status[] {
  const wanted = squeeze(prefix);
  return wanted === '' ? [] : statuses.filter((status) => squeeze(facts[status].label).startsWith(wanted));
}

function squeeze(text: string): string {
  return text.toLowerCase().replace(/[\s_-]+/g, '');
}
