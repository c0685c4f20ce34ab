// What the types of cases mean. The list of types is configured.
import type { Settings } from './settings.ts';

/** The case type whose form asks for a change of contacts. */
export const contactChangeType = 'Modify Support Contacts';

/** Tells whether the configuration offers the case type that changes contacts. */
export function offersContactChange({ caseTypes }: Pick<Settings, 'caseTypes'>): boolean {
  return caseTypes.includes(contactChangeType);
}

/** Tells whether a case of this type asks for the fields of an Application Issue. */
export function isApplicationIssue(caseType: string): boolean {
  return caseType === 'Application Issue';
}

/** Tells whether the fields of a case type must be filled in. A critical case never waits for them; its contact adds them later. */
export function mustDescribe({ caseType = '', priority }: { caseType?: string; priority?: string }): boolean {
  return isApplicationIssue(caseType) && priority !== 'Critical';
}

/** Returns the type of a case whose contact has not chosen one. */
export function usualCaseType({ caseTypes }: Pick<Settings, 'caseTypes'>): string {
  return caseTypes.find((one) => one !== contactChangeType) ?? caseTypes[0] ?? '';
}
