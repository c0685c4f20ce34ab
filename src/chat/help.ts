// What `help` and its button *All commands* show: everything this person can do, by topic; `help <command>` and `help <topic>` show a part
// of it with examples, and `help statuses` explains the statuses (statuses-card.ts). Commands say in their definition which topic they belong
// to. `help` alone is short (welcome.ts).
import { isAuthorized, isAuthorizedMember } from '../domain/person.ts';
import { formatList } from '../domain/text/numbers.ts';
import { accountNames, type Context, type Command, type HelpTopic } from './capability.ts';
import type { Card, Control, Element, Inline } from '../cards/elements.ts';
import { actions } from './actions.ts';
import { phoneLink } from './cases/phone.ts';
import { statusesCard } from './statuses-card.ts';

/** The topics in the order in which `help` lists them. */
const topics: Readonly<Record<HelpTopic, string>> = {
  find: 'Find cases',
  cases: 'Open and update cases',
  assignment: 'Assign, triage and schedule',
  notifications: 'Notifications',
  incidents: 'Incidents and maintenance',
  defects: 'Product defects',
  directory: 'People and settings',
};

/** Words that say nothing about what somebody wants help with. */
const filler = new Set('please pls can could you i need some me us with on for to about the now out thanks'.split(' '));

/**
 * Reads a text that asks for help, such as "help me please" or "help search".
 * @returns what it asks about, '' for help in general, or null for any other text
 */
export function helpSubject(text: string): string | null {
  const terms = text
    .toLowerCase()
    .replace(/[.,!?“”"]/g, ' ')
    .split(/\s+/);
  const [first, ...subject] = terms.filter((term) => term !== '' && !filler.has(term));
  return first === 'help' ? subject.join(' ') : null;
}

/**
 * Answers a request for help.
 * @param subject a command, a topic, `statuses`, or `commands` for everything
 * @returns null if there is no such subject
 */
export function helpOn(context: Context, commands: readonly Command[], subject: string): Card | null {
  if (/^(all )?commands$/.test(subject)) return helpCard(context, commands);
  if (/^(case )?status(es)?$/.test(subject)) return statusesCard(context.person, context.services.settings);
  const mine = availableTo(context, commands);
  const command = commands.find(({ name }) => name === subject);
  if (command) return mine.includes(command) ? commandCard(context, command) : helpCard(context, commands, notForYou(subject));
  const topic = topicNames.find((name) => name === subject || topics[name].toLowerCase() === subject);
  const about = mine.filter((one) => one.topic === topic);
  return topic && about.length > 0 ? topicCard(context, topic, about) : null;
}

const topicNames = Object.keys(topics) as HelpTopic[];

function notForYou(name: string): string {
  return `You can't use “${name}”. Here's what you can do.`;
}

/** The title of everything that `help` shows. */
export const helpTitle = 'What you can do';

/** Renders the commands that this person can use, by topic. @param hint shown on top */
export function helpCard(context: Context, commands: readonly Command[], hint?: string): Card {
  const mine = availableTo(context, commands);
  const title = helpTitle;
  return {
    summary: title,
    elements: [
      ...(hint ? [{ kind: 'callout' as const, tone: 'neutral' as const, text: [hint] }] : []),
      { kind: 'heading', text: title },
      { kind: 'context', text: [roleOf(context)] },
      ...topicNames.flatMap((topic): Element[] => {
        const about = mine.filter((one) => one.topic === topic);
        if (about.length === 0) return [];
        return [
          { kind: 'text', text: [{ bold: topics[topic] }] },
          { kind: 'markdown', text: about.map((command) => line(context, command)).join('\n') },
        ];
      }),
      {
        kind: 'text',
        text: [
          'Type ',
          { bold: 'help search' },
          ' for one command, or ',
          { bold: 'help statuses' },
          ' for what each status means.',
        ],
      },
      { kind: 'actions', actions: buttons(context) },
      { kind: 'context', text: whereToGo(context) },
    ],
  };
}

function availableTo({ person }: Context, commands: readonly Command[]): Command[] {
  return commands.filter((command) => command.availableTo(person));
}

/** One item of a list in CommonMark. What people type is code, so that no character of it is read as markup. */
function line(context: Context, command: Command): string {
  return `- \`${usageOf(command)}\`: ${descriptionFor(context, command)}`;
}

function usageOf({ name, usage }: Command): string {
  return usage ? `${name} ${usage}` : name;
}

function descriptionFor({ person }: Context, { description }: Command): string {
  return typeof description === 'string' ? description : description(person);
}

function commandCard(context: Context, command: Command): Card {
  const markdown = [line(context, command), `- Example: \`${command.example}\``].join('\n');
  return {
    summary: `Help: ${command.name}`,
    elements: [
      { kind: 'heading', text: command.name },
      { kind: 'markdown', text: markdown },
      ...(command.details ? [{ kind: 'markdown' as const, text: command.details(context.person) }] : []),
      { kind: 'context', text: [usageHint(context)] },
    ],
  };
}

function topicCard(context: Context, topic: HelpTopic, about: readonly Command[]): Card {
  const items = about.flatMap((command) => [line(context, command), `  - Example: \`${command.example}\``]);
  return {
    summary: `Help: ${topics[topic]}`,
    elements: [
      { kind: 'heading', text: topics[topic] },
      { kind: 'markdown', text: items.join('\n') },
      { kind: 'context', text: [usageHint(context)] },
    ],
  };
}

/** Says where commands can be typed, which depends on the platform. */
function usageHint({ services, speaker }: Context): string {
  return (
    (speaker && services.usage?.[speaker.platform]?.hint) ?? 'Type these in your chat with the bot. The buttons do the same.'
  );
}

/** Says where commands can be typed, and who else helps. */
export function whereToGo(context: Context): Inline[] {
  const { selfService, supportPhone } = context.services.settings;
  return [
    usageHint(context),
    ...(selfService ? [' First help: ', { link: selfService.url, text: selfService.name }] : []),
    ...(supportPhone === null ? [] : [selfService ? ' · Phone: ' : ' Phone: ', phoneLink(supportPhone)]),
  ];
}

/** Says who this person is here, so that they see that they were recognized. */
export function roleOf({ person, actor }: Context): string {
  if (person.kind === 'advisor') return `${person.name}, you are an advisor${person.lead ? ' and a lead' : ''}.`;
  const authorized = actor.accounts.filter(isAuthorizedMember);
  const readOnly = actor.accounts.filter((one) => !isAuthorizedMember(one));
  const parts = [
    ...(authorized.length > 0 ? [`an Authorized Contact of ${accountNames(authorized)}`] : []),
    ...(readOnly.length > 0 ? [`a Read-Only Contact: you can view and search every case of ${accountNames(readOnly)}`] : []),
  ];
  return `${person.name}, you are ${formatList(parts)}.`;
}

function buttons({ person }: Context): Control[] {
  return [
    ...(isAuthorized(person) ? [actions.open.button(undefined, 'Open a case', 'primary')] : []),
    ...(person.kind === 'advisor' ? [actions.queue.button(undefined, 'Queue')] : []),
    ...(person.kind === 'advisor' || isAuthorized(person) ? [actions.search.button('is:mine is:open', 'My cases')] : []),
    actions.search.button('', 'All cases'),
  ];
}
