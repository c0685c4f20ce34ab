// `help statuses`: what each status means, whose turn it is and what happens next. What happens next is read from the life cycle itself
// (domain/status-moves.ts), so it can't go stale.
import { isAuthorized, type Person } from '../domain/person.ts';
import type { Settings } from '../domain/settings.ts';
import { lifeCycle, type StatusMove } from '../domain/status-moves.ts';
import { statuses, statusLabel, waitsOn, type Status } from '../domain/status.ts';
import { plural } from '../domain/text/numbers.ts';
import type { Action } from '../domain/transition.ts';
import type { Card, Element } from '../cards/elements.ts';

/** Renders the explanation of the statuses for one reader. */
export function statusesCard(reader: Person, settings: Pick<Settings, 'brand' | 'reopenWithin'>): Card {
  const { from, fromAnyOpen } = lifeCycle();
  const title = 'Case statuses';
  return {
    summary: title,
    title,
    elements: [
      { kind: 'heading', text: title },
      { kind: 'text', text: ["A case has one status at a time. It shows whose turn it is and what's next."] },
      ...statuses.flatMap((status): Element[] => [
        {
          kind: 'text',
          text: [{ bold: statusLabel(status) }, ` · ${turn(status, reader, settings.brand)}. ${meaning(status, reader)}`],
        },
        { kind: 'context', text: [`Next: ${movesText(from[status], reader, settings)}`] },
      ]),
      { kind: 'text', text: [{ bold: 'At any time' }, ' while a case is open:'] },
      { kind: 'context', text: [movesText(fromAnyOpen, reader, settings)] },
    ],
  };
}

const meanings: Readonly<Record<Status, { contact: string; advisor: string }>> = {
  New: { contact: 'The case was received. Nobody is working on it yet.', advisor: 'In the queue. Nobody has claimed it yet.' },
  Assigned: { contact: 'An advisor is working on it.', advisor: 'You or a colleague are working on it.' },
  AssistRequest: {
    contact: 'Your advisor asked an internal team for help.',
    advisor: 'An internal team was asked for help. Its replies stay internal until you send them on.',
  },
  PendingCustomerInput: {
    contact: 'There is a question to answer. Work continues after the answer.',
    advisor: 'You asked a question. The SLA clocks are paused and reminders go out.',
  },
  PendingCustomerVerification: {
    contact: 'There is a resolution to check. Confirm it, or say what is still happening.',
    advisor: 'You sent a resolution. Reminders go out until it is confirmed or the case closes.',
  },
  Scheduled: {
    contact: 'The work is planned for the date on the case.',
    advisor: 'Paused until the date on the case. It comes back to you that morning.',
  },
  AssignedToDevelopment: {
    contact: 'It is a product defect, and development is working on a fix.',
    advisor: 'It is qualified as a product defect, and development is working on a fix.',
  },
  AvailableInRelease: {
    contact: 'The defect is fixed in the release named on the case. Check it when the release is published.',
    advisor: 'The defect is fixed in a release. When it is published, the contact is asked to check it.',
  },
  Closed: {
    contact: 'The case is finished. Replies are saved, but nobody is working on it.',
    advisor: 'The case is finished. Replies are saved, but nobody is working on it.',
  },
};

function meaning(status: Status, { kind }: Person): string {
  return meanings[status][kind];
}

function turn(status: Status, reader: Person, brand: string): string {
  switch (waitsOn(status)) {
    case 'support':
      return `waiting on ${reader.kind === 'advisor' ? 'support' : brand}`;
    case 'team':
      return 'waiting on an internal team';
    case 'development':
      return 'waiting on development';
    case 'contact':
      return `waiting on ${isAuthorized(reader) ? 'you' : 'the contact'}`;
    case 'nobody':
      return 'nothing to do';
  }
}

function movesText(moves: readonly StatusMove[], reader: Person, settings: Parameters<typeof statusesCard>[1]): string {
  const phrase = phrases(reader, settings);
  const texts = moves.map(
    ({ action, to }) => `${phrase[action]} → ${to === 'asked' ? 'back to the status before the question' : statusLabel(to)}`,
  );
  return [...new Set(texts)].join(' · ');
}

/** What makes a case move, as this reader would say it. */
function phrases(reader: Person, { brand, reopenWithin }: Parameters<typeof statusesCard>[1]): Record<Action, string> {
  const support = reader.kind === 'advisor' ? 'an advisor' : brand;
  const contact = (verb: string, verbs: string): string => (isAuthorized(reader) ? `you ${verb}` : `the contact ${verbs}`);
  return {
    open: contact('open it', 'opens it'),
    claim: 'an advisor takes it',
    assign: 'an advisor takes it',
    ask: `${support} asks a question`,
    answer: contact('answer', 'answers'),
    resolve: `${support} sends a resolution`,
    confirm: contact('confirm the resolution', 'confirms the resolution'),
    decline: contact("say it's still happening", "says it's still happening"),
    schedule: `${support} sets a date`,
    resumeScheduled: 'the date arrives',
    escalate: `${support} asks an internal team`,
    return: 'the team returns it with an answer',
    qualify: 'it turns out to be a product defect',
    unlink: 'it turns out not to be that defect',
    fixed: 'development fixes the defect',
    close: `${contact('close it', 'closes it')}, or ${support} does`,
    noResponse: 'nobody replies to the reminders',
    reopen: contact(`reopen it within ${plural(reopenWithin, 'day')}`, `reopens it within ${plural(reopenWithin, 'day')}`),
  };
}
