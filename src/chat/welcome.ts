// The welcome for a conversation that the bot was added to, and the answers to "hi" and "help". All are short, with three buttons; the
// last one leads to everything else.
import { isAuthorized, type Person } from '../domain/person.ts';
import type { Context } from './capability.ts';
import { actions } from './actions.ts';
import { helpTitle, roleOf, whereToGo } from './help.ts';
import type { Button, Card } from '../cards/elements.ts';

/** Renders the welcome for a channel or group chat that the bot was added to. */
export function welcomeCard(brand: string): Card {
  const title = `${brand} is here`;
  const text =
    'Open cases, follow them and reply here, without leaving this chat. Mention me with “help” to see what you can do.';
  return {
    summary: title,
    elements: [
      { kind: 'heading', text: title },
      { kind: 'text', text: [text] },
      {
        kind: 'actions',
        actions: [openCase, myCases, allCommands],
      },
    ],
  };
}

/** Renders the greeting for one person: what they can do here, and the first steps. */
export function greetingCard(context: Context): Card {
  const { person, services } = context;
  const hello = `Hi! This is ${services.settings.brand}.`;
  return {
    summary: hello,
    elements: [
      { kind: 'text', text: [{ bold: hello }, ` ${purpose(person)}`] },
      { kind: 'context', text: [roleOf(context)] },
      { kind: 'actions', actions: firstSteps(person) },
    ],
  };
}

/** Renders the answer to `help`: who this person is here, the first steps, and where to type. */
export function shortHelpCard(context: Context): Card {
  const { person } = context;
  return {
    summary: helpTitle,
    elements: [
      { kind: 'heading', text: helpTitle },
      { kind: 'text', text: [purpose(person)] },
      { kind: 'context', text: [roleOf(context)] },
      { kind: 'actions', actions: firstSteps(person) },
      { kind: 'context', text: whereToGo(context) },
    ],
  };
}

/** Renders one text with the first steps of this person below it. */
export function stepsCard(person: Person, text: string): Card {
  return {
    summary: text,
    elements: [
      { kind: 'text', text: [text] },
      { kind: 'actions', actions: firstSteps(person) },
    ],
  };
}

function purpose(person: Person): string {
  if (person.kind === 'advisor') return 'Work on cases here, in their threads or with the buttons.';
  return isAuthorized(person)
    ? 'Open a case, follow it and reply to it here, without leaving this chat.'
    : 'Find cases and read them here.';
}

function firstSteps(person: Person): readonly Button[] {
  if (person.kind === 'advisor') return steps.advisor;
  return isAuthorized(person) ? steps.authorized : steps.readOnly;
}

const allCommands = actions.help.button(undefined, 'All commands');
const myCases = actions.search.button('is:mine is:open', 'My cases');
const openCase = actions.open.button(undefined, 'Open a case', 'primary');

const steps = {
  advisor: [actions.queue.button(undefined, 'Queue', 'primary'), myCases, allCommands],
  authorized: [openCase, myCases, allCommands],
  readOnly: [actions.search.button('', 'All cases'), actions.notices.button(1, 'Notices'), allCommands],
};
