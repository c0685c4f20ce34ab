// Lists what may already answer a new case: similar cases, known problems and open incidents. It is shown while a case is filed and on an
// advisor's case.
import { truncate } from '../../cards/visible-text.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { noticeStateLabel } from '../../domain/notice.ts';
import { seesSeveralAccounts, type Person } from '../../domain/person.ts';
import { can } from '../../domain/permission.ts';
import { statusLabel } from '../../domain/status.ts';
import type { KnownDefect } from '../../usecases/search/known-answers.ts';
import type { SimilarCase, SimilarCases } from '../../usecases/search/similar-cases.ts';
import { actions } from '../actions.ts';
import type { Element, Inline } from '../../cards/elements.ts';
import { defectText } from './case-card.ts';

/** A line is read at a glance. */
const maxTitle = 200;

/** Makes the lines, each with its state. @param withButtons whether a line has a button that shows more */
export function similarElements(found: SimilarCases, reader: Person, withButtons: boolean): Element[] {
  return [
    ...found.incidents.map(({ id, title, state }): Element => {
      const button = can(reader, 'open')
        ? actions.affected.button(id, "We're affected too")
        : actions.noticeView.button(id, 'View notice');
      const text: Inline[] = [{ bold: 'Incident:' }, ` ${truncate(title, maxTitle)}`];
      return { kind: 'listItem', text, detail: [noticeStateLabel(state)], ...(withButtons ? { button } : {}) };
    }),
    ...found.defects.map((defect): Element => {
      const button = actions.defectView.button(defect.number, 'View');
      const text: Inline[] = [{ bold: defectLabel(defect) }, ` ${truncate(defect.title, maxTitle)}`];
      // the page of a defect has the cases of other accounts
      const isForReader = withButtons && reader.kind === 'advisor';
      return { kind: 'listItem', text, detail: [defectText(defect)], ...(isForReader ? { button } : {}) };
    }),
    ...found.cases.map((one): Element => {
      const text: Inline[] = [{ bold: formatCaseNumber(one.number) }, ` ${one.subject}`];
      const button = actions.view.button(one.number, 'View');
      return { kind: 'listItem', text, detail: caseDetail(one, reader), ...(withButtons ? { button } : {}) };
    }),
  ];
}

function defectLabel({ release }: KnownDefect): string {
  return release?.published ? 'Fixed problem:' : 'Known problem:';
}

function caseDetail({ status, closeReason, accountName, updatedAt }: SimilarCase, reader: Person): Inline[] {
  const state = `${statusLabel(status)}${closeReason === null ? '' : ` (${closeReason})`}`;
  return [`${state} · ${seesSeveralAccounts(reader) ? `${accountName} · ` : ''}`, { at: updatedAt, as: 'moment' }];
}
