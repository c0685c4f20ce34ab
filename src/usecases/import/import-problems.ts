// What an import tells the operator about single cases and comments.
import type { ExportedCase, ExportedComments, ExportedPost, ImportProblem } from '../../domain/imported-case.ts';

/** A case whose account nothing tells. */
export function withoutAccount({ place, externalId, from }: ExportedCase): ImportProblem {
  const message = `${from} names no organization, and its contact is not a contact of exactly one account. Name its account with --account, or for "*" in the mapping`;
  return { ...place, outcome: 'skipped', rule: 'unknown-account', column: '', id: externalId, message };
}

/** A case whose contact cannot see it. */
export function otherAccount({ place, externalId, from, contact }: ExportedCase): ImportProblem {
  const message = `the contact of ${from} (${contact?.email ?? ''}) belongs to another account, and cannot see this case. If they should, list them for both accounts in the directory`;
  return { ...place, outcome: 'note', rule: 'contact-of-another-account', column: '', id: externalId, message };
}

/** A case that has another status in the other product by now. @param before the status there when it was imported; undefined for the first import */
export function movedOn(
  { place, externalId, from, exportedStatus }: Pick<ExportedCase, 'place' | 'externalId' | 'from' | 'exportedStatus'>,
  before?: string,
): ImportProblem[] {
  if (before === undefined || before === exportedStatus) return [];
  const message = `${from} was imported as ${before || 'a case without a status'} and is ${exportedStatus} now. The case here stays as it is; change it if it should follow`;
  return [{ ...place, outcome: 'note', rule: 'status-changed-there', column: '', id: externalId, message }];
}

/** A comment whose case is nowhere. */
export function missingCase({ externalId }: ExportedComments, { place, externalId: id }: ExportedPost): ImportProblem {
  const message = `it belongs to case ${externalId}, which is not in these files and was not imported before. Export that case as well, or leave this row out`;
  return { ...place, outcome: 'skipped', rule: 'missing-case', column: '', id, message };
}
