// The actions that an email can offer as links, and what is special about each there. What a link does when it is opened: mail-links.ts.
import type { Permission } from '../domain/permission.ts';
import { actions } from './actions.ts';
import type { Action } from './define-action.ts';

/** The content of a link: the address of the email's recipient, and the action with its value. */
export interface MailLink {
  address: string;
  action: string;
  value: string;
}

/** An action that happens at once in chat; in an email, its link opens a form to confirm it. */
interface Confirmation {
  permission: Permission;
  title: string;
  submit: string;
  does: string;
}

/** How an action works from an email. */
export interface MailAction {
  /** Reads the number of the case from the value; null when it names none. @throws CaseError old-button */
  caseOf: (value: string) => number | null;
  /** absent where the action only shows a card or a form */
  confirmation?: Confirmation;
}

const onCase = (action: Action<number>, confirmation?: Confirmation): [string, MailAction] => [
  action.name,
  { caseOf: (value) => action.decode(value), confirmation },
];
const withPost = (action: Action<{ number: number; post: number }>): [string, MailAction] => [
  action.name,
  { caseOf: (value) => action.decode(value).number },
];
const onPage = (action: Action<{ number: number; page: number }>): [string, MailAction] => [
  action.name,
  { caseOf: (value) => action.decode(value).number },
];

/** The actions that an email can offer, by name. */
export const mailActions: ReadonlyMap<string, MailAction> = new Map([
  onCase(actions.view),
  onPage(actions.feed),
  onCase(actions.files),
  onPage(actions.filesPage),
  onCase(actions.addFiles),
  onCase(actions.history),
  onPage(actions.historyPage),
  [actions.mailSettings.name, { caseOf: (value) => actions.mailSettings.decode(value) ?? null }],
  onCase(actions.recipients),
  onCase(actions.addRecipient),
  onCase(actions.removeRecipient),
  onCase(actions.answer),
  onCase(actions.post),
  onCase(actions.decline),
  onCase(actions.close),
  onCase(actions.reopen),
  withPost(actions.reopenWith),
  withPost(actions.openWith),
  withPost(actions.postWith),
  onCase(actions.confirm, {
    permission: 'confirm',
    title: 'Close case',
    submit: 'Yes, close case',
    does: 'This confirms the resolution and closes the case.',
  }),
  [actions.rateForm.name, { caseOf: (value) => actions.rateForm.decode(value).number }],
  onCase(actions.addMe, {
    permission: 'recipient-self',
    title: 'Add me',
    submit: 'Add me',
    does: 'This adds you to the notifications on this case.',
  }),
  onCase(actions.removeMe, {
    permission: 'recipient-self',
    title: 'Remove me',
    submit: 'Remove me',
    does: 'This removes you from the notifications on this case.',
  }),
]);

/** Finds the case that a link is about. @throws CaseError old-button */
export function caseNamedIn({ action, value }: MailLink): number | null {
  return mailActions.get(action)?.caseOf(value) ?? null;
}
