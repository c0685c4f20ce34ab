// The one way in: finds the person, the capability and the reply, for every interaction of every platform.
import { randomUUID } from 'node:crypto';
import { CaseError } from '../domain/case-error.ts';
import { caseOfThread } from '../usecases/cases/case-of-thread.ts';
import { saveDraft } from '../usecases/cases/drafts.ts';
import { messageStanding } from '../usecases/notifications/find-delivery.ts';
import { answerTo, once } from '../usecases/idempotency.ts';
import { whoIs, type Who } from '../usecases/people/resolve-actor.ts';
import type { Work } from '../usecases/context.ts';
import type { PlatformName } from '../ports.ts';
import type { Turn } from './capability.ts';
import type { Card, Option } from '../cards/elements.ts';
import { helpCard } from './help.ts';
import { homeCard } from './search/home.ts';
import type { Interaction, Reply } from './interaction.ts';
import { start } from './cases/open.ts';
import { refused } from './error-reply.ts';
import { forms, presses, words } from './registry.ts';
import { tell } from './replies.ts';
import { lookUp } from './search/compose-search.ts';
import { speak, wordsOpenForm } from './handle-command.ts';
import { strangerCard } from './unknown-user.ts';
import { deleted, edited, heard } from './cases/thread.ts';
import { viewDelivery } from './render-delivery.ts';
import { welcomeCard } from './welcome.ts';

export interface Router {
  /**
   * What a person is shown for what they did. What they can put right is part of the reply.
   * @throws whatever is no CaseError: the platform's boundary logs it and tells the person its id
   */
  answer(interaction: Interaction): Promise<Reply>;
  /** Whether the reply may be a form or a window: where a platform's trigger is short-lived, it is opened before `answer` is asked. */
  opensForm(interaction: Interaction): boolean;
  /** What the bot says where it was added to. */
  welcome(): Card;
  /** True the first time, false for every repeat of the same event. */
  first(receipt: string): Promise<boolean>;
  /** The card that stands in this message now. @returns null where the message is none of a case */
  standing(where: { platform: PlatformName; workspaceId: string; channelId: string; ref: string }): Promise<Card | null>;
}

const nothing: Reply = { kind: 'nothing' };

/** @param newId mints the receipts of forms */
export function createRouter(work: Work, newId: () => string = randomUUID): Router {
  return {
    opensForm,
    welcome: () => welcomeCard(work.settings.brand),
    first: (receipt) => once(work, receipt),
    standing: async (where) => {
      const deliveryId = await messageStanding(work, where);
      return deliveryId === null ? null : ((await viewDelivery(work, deliveryId))?.card ?? null);
    },
    answer: async (interaction) => {
      const reply = await decide(work, newId, interaction);
      return reply.kind === 'nothing' || (await isFirst(work, interaction)) ? reply : nothing;
    },
  };
}

function opensForm(interaction: Interaction): boolean {
  if (interaction.kind === 'from-message') return true;
  if (interaction.kind === 'words') return interaction.formable && wordsOpenForm(interaction.text);
  if (interaction.kind !== 'pressed') return false;
  if (interaction.action === 'say') return wordsOpenForm(interaction.value);
  if (interaction.action === 'more') return presses.get(interaction.value.split(' ')[0] ?? '')?.opensForm === true;
  return interaction.place === undefined || presses.get(interaction.action)?.opensForm === true;
}

/** An event may be delivered again; its answer is given once. (What it did is noted with its effect, and asked of nobody here.) */
async function isFirst(work: Work, interaction: Interaction): Promise<boolean> {
  const { kind, receipt, again } = interaction;
  const isEvent = kind === 'message' || kind === 'edited' || (kind === 'words' && !interaction.formable);
  return !isEvent || once(work, answerTo(receipt), again && { ...again, key: answerTo(again.key) });
}

async function decide(work: Work, newId: () => string, interaction: Interaction): Promise<Reply> {
  try {
    return await dispatch(work, newId, interaction);
  } catch (error) {
    if (error instanceof CaseError) return refused(interaction, error);
    throw error;
  }
}

async function dispatch(work: Work, newId: () => string, interaction: Interaction): Promise<Reply> {
  if (interaction.kind === 'deleted') return deleted(work, interaction);
  const thread = interaction.kind === 'message' || interaction.kind === 'words' ? await threadOf(work, interaction) : null;
  // a mention inside a case's thread is a reply like any other, and arrives as one
  if (interaction.kind === 'words' && thread) return nothing;
  // other people's threads are none of the bot's business
  if (interaction.kind === 'message' && !thread && interaction.place.kind !== 'direct' && interaction.words === undefined)
    return nothing;
  const who = await whoIs(work, interaction.speaker);
  if (!who.person) return stranger(work, who, interaction);
  const { speaker, receipt } = interaction;
  const place = 'place' in interaction ? interaction.place : undefined;
  const said = { receipt, again: interaction.again, platform: speaker.platform };
  const turn: Turn = { work, person: who.person, who, speaker, newId, said, place };
  switch (interaction.kind) {
    case 'words':
      return speak(turn, interaction.text, interaction.formable);
    case 'message':
      return thread ? heard(turn, interaction, thread) : speak(turn, interaction.words ?? interaction.text, false);
    case 'edited':
      return edited(turn, interaction);
    case 'pressed':
      return pressed(turn, interaction.action, interaction.value);
    case 'submitted':
      return submitted(turn, interaction);
    case 'changed':
      return { kind: 'form', form: await formNamed(interaction.form).draw(turn, interaction.values, interaction.carries) };
    case 'typed-ahead':
      return { kind: 'options', options: await suggested(turn, interaction) };
    case 'from-message':
      return start(turn, {}, { draft: await saveDraft(work, who.person, { text: interaction.text, link: interaction.link }) });
    case 'opened-home':
      return { kind: 'home', card: await homeCard(turn) };
    case 'looked-up':
      return lookUp(turn, interaction.text, interaction.page);
  }
}

async function threadOf(work: Work, { speaker, place }: Interaction & { kind: 'message' | 'words' }) {
  if (place.threadRef === undefined) return null;
  const { platform, workspaceId } = speaker;
  return caseOfThread(work, { platform, workspaceId, channelId: place.channelId, threadRef: place.threadRef });
}

function stranger(work: Work, who: Who, { kind }: Interaction): Reply {
  if (kind === 'edited') return nothing;
  if (kind === 'typed-ahead') return { kind: 'options', options: [] };
  const card = strangerCard(work, who, kind === 'message');
  if (kind === 'opened-home') return { kind: 'home', card };
  return kind === 'submitted' ? { kind: 'done', card } : { kind: 'card', card };
}

async function pressed(turn: Turn, action: string, value: string): Promise<Reply> {
  if (action === 'help') return { kind: 'card', card: helpCard(turn, words) };
  if (action === 'say') return speak(turn, value, true);
  if (action === 'more') return chosenOfMore(turn, value);
  return (
    presses.get(action)?.press(turn, value) ??
    tell('This button is from an older version and does nothing any more.', ['Use “help” to go on.'])
  );
}

/** From the list of what else can be done: `<action> <its value>`. */
async function chosenOfMore(turn: Turn, value: string): Promise<Reply> {
  const [action = '', ...rest] = value.split(' ');
  return pressed(turn, action, rest.join(' '));
}

/** Its receipt was minted when it was opened: sent twice, it is one request. */
async function submitted(turn: Turn, interaction: Interaction & { kind: 'submitted' }): Promise<Reply> {
  const { form, values, carries } = interaction;
  const said = { ...turn.said, receipt: carries.receipt ?? turn.said.receipt };
  const handler = formNamed(form);
  try {
    return await handler.submit({ ...turn, said }, values, carries);
  } catch (error) {
    if (!(error instanceof CaseError)) throw error;
    const reply = refused(interaction, error);
    return reply.kind === 'mistakes' ? { ...reply, redraw: () => handler.draw(turn, values, carries) } : reply;
  }
}

/** Nothing can be said where something is typed: an old form offers nothing, and is told why when it is sent. */
async function suggested(turn: Turn, { form, field, text }: Interaction & { kind: 'typed-ahead' }): Promise<Option[]> {
  return (await forms.get(form)?.suggest?.(turn, field, text.trim())) ?? [];
}

function formNamed(name: string) {
  const form = forms.get(name);
  if (!form) throw new CaseError('old-form', 'This form is from an older version.', 'Close it and open it again.');
  return form;
}
