// A post about a case for a person who must act on it and is not mentioned in a conversation of the case: an SLA alert, an escalation, an issue
// that is fixed, or something is wrong with its files.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { fixProposed } from '../../domain/issue-notes.ts';
import type { AlertDelivery } from '../../usecases/notifications/load-alert.ts';
import { actions } from '../actions.ts';
import type { Card, Element } from '../../cards/elements.ts';
import type { Settings } from '../../domain/settings.ts';
import { markFixedControls } from './dev-issue.ts';
import { postCard } from './post-card.ts';

/** Renders the post with what it is about and the way to the case. */
export function alertCard({ case: of, post, hasLateFiles }: AlertDelivery, settings: Settings): Card {
  const { author: _author, ...card } = postCard(post, of, 'advisor', settings, []);
  return {
    ...card,
    elements: [
      { kind: 'context', text: [{ bold: `${formatCaseNumber(of.number)} · ${of.subject}` }] },
      ...card.elements.filter(({ kind }) => kind !== 'actions'),
      ...(post.files.some(({ problem }) => problem === 'no-consent') ? [noConsent] : []),
      ...(hasLateFiles ? [late] : []),
      ...(post.action === fixProposed ? markFixedControls(of) : []),
      { kind: 'actions', actions: [actions.view.button(of.number, 'View case', 'primary')] },
    ],
  };
}

const noConsent: Element = {
  kind: 'callout',
  tone: 'warning',
  text: [
    "We aren't allowed to read files where this was sent. Ask the administrator there to install the app again and accept its permissions.",
  ],
};

const late: Element = {
  kind: 'callout',
  tone: 'warning',
  text: [
    'Files have been waiting for more than 15 minutes: the file storage, the virus scanner or the chat platform isn’t answering. ' +
      'An operator can find out why with “npx casebridge doctor” and the log. They arrive by themselves once it works again.',
  ],
};
