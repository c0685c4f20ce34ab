// The one way in: finds the person, the capability and the reply, for every interaction of every platform.
import { randomUUID } from 'node:crypto';
import { CaseError } from '../domain/case-error.ts';
import { parseNumber } from '../domain/case-number.ts';
import { caseOfThread } from '../usecases/case-of-thread.ts';
import { saveDraft } from '../usecases/drafts.ts';
import { once } from '../usecases/receipts.ts';
import { whoIs } from '../usecases/who-is.ts';
import type { Work } from '../usecases/work.ts';
import type { Turn } from './capability.ts';
import { helpCard } from './help.ts';
import { homeCard } from './home.ts';
import type { Interaction, Reply } from './interaction.ts';
import { start } from './open.ts';
import { forms, presses, words } from './registry.ts';
import { offer, refusalCard, tell } from './say-words.ts';
import { strangerCard } from './stranger.ts';
import { deleted, edited, heard } from './thread.ts';
import { offerPlaces } from './unplaced.ts';

export interface Router {
  /**
   * What a person is shown for what they did. What they can put right is part of the reply.
   * @throws whatever is no CaseError: the platform's boundary logs it and tells the person its id
   */
  answer(interaction: Interaction): Promise<Reply>;
  /** Whether the reply may be a form or a window: where a platform's trigger is short-lived, it is opened before `answer` is asked. */
  opensForm(interaction: Interaction): boolean;
}

/** @param newId mints the receipts of forms */
export function createRouter(work: Work, newId: () => string = randomUUID): Router {
  return {
    opensForm,
    answer: async (interaction) => {
      try {
        return await dispatch(work, newId, interaction);
      } catch (error) {
        if (error instanceof CaseError) return refused(interaction, error);
        throw error;
      }
    },
  };
}

function opensForm(interaction: Interaction): boolean {
  if (interaction.kind === 'from-message') return true;
  if (interaction.kind === 'words') return interaction.formable && wordsOpenForm(interaction.text);
  if (interaction.kind !== 'pressed') return false;
  if (interaction.action === 'say') return wordsOpenForm(interaction.value);
  return interaction.place === undefined || presses.get(interaction.action)?.opensForm === true;
}

async function dispatch(work: Work, newId: () => string, interaction: Interaction): Promise<Reply> {
  if (interaction.kind === 'deleted') return deleted(work, interaction);
  const thread = interaction.kind === 'message' || interaction.kind === 'words' ? await threadOf(work, interaction) : null;
  // a mention inside a case's thread is a reply like any other, and arrives as one
  if (interaction.kind === 'words' && thread) return { kind: 'nothing' };
  // other people's threads are none of the bot's business
  if (interaction.kind === 'message' && !thread && interaction.place.kind !== 'direct') return { kind: 'nothing' };
  const who = await whoIs(work, interaction.speaker);
  if (!who.person) return stranger(work, who, interaction);
  const { speaker, receipt } = interaction;
  const turn: Turn = {
    work,
    person: who.person,
    who,
    speaker,
    newId,
    said: { receipt, platform: speaker.platform },
    place: placeOf(interaction),
  };
  switch (interaction.kind) {
    case 'words':
      return said(turn, interaction.text, interaction.formable);
    case 'message':
      return thread ? heard(turn, interaction, thread) : said(turn, interaction.text, false);
    case 'edited':
      return edited(turn, interaction);
    case 'pressed':
      return pressed(turn, interaction.action, interaction.value);
    case 'submitted':
      return formNamed(interaction.form).submit(
        { ...turn, said: { ...turn.said, receipt: interaction.carries.receipt ?? receipt } },
        interaction.values,
        interaction.carries,
      );
    case 'changed':
      return formNamed(interaction.form).change?.(turn, interaction.values, interaction.carries) ?? { kind: 'nothing' };
    case 'from-message':
      return start(turn, {}, { draft: await saveDraft(work, who.person, { text: interaction.text, link: interaction.link }) });
    case 'opened-home':
      return { kind: 'home', card: await homeCard(turn) };
  }
}

function placeOf(interaction: Interaction): Turn['place'] {
  return 'place' in interaction ? interaction.place : undefined;
}

async function threadOf(work: Work, { speaker, place }: Interaction & { kind: 'message' | 'words' }) {
  if (place.threadRef === undefined) return null;
  return caseOfThread(work, {
    platform: speaker.platform,
    workspaceId: speaker.workspaceId,
    channelId: place.channelId,
    threadRef: place.threadRef,
  });
}

function stranger(work: Work, who: Parameters<typeof strangerCard>[1], interaction: Interaction): Reply {
  const card = strangerCard(work, who);
  if (interaction.kind === 'edited') return { kind: 'nothing' };
  if (interaction.kind === 'opened-home') return { kind: 'home', card };
  if (interaction.kind === 'submitted') return { kind: 'done', card };
  return { kind: 'card', card };
}

async function pressed(turn: Turn, action: string, value: string): Promise<Reply> {
  if (action === 'help') return { kind: 'card', card: helpCard(turn, words) };
  if (action === 'say') return said(turn, value, true);
  const press = presses.get(action);
  return press
    ? press.press(turn, value)
    : tell('This button is from an older version and does nothing any more. Use `help` to go on.');
}

async function said(turn: Turn, text: string, formable: boolean): Promise<Reply> {
  const reply = await speak(turn, text.trim(), formable);
  // an event may be delivered again; its answer is given once (verbs note their own receipts)
  return formable || (await once(turn.work, `answer:${turn.said.receipt}`)) ? reply : { kind: 'nothing' };
}

async function speak(turn: Turn, text: string, formable: boolean): Promise<Reply> {
  const [first = '', ...others] = text.split(/\s+/);
  if (text === '' || (others.length === 0 && /^(help|hi|hello|hey)[!.]?$/i.test(first)))
    return { kind: 'card', card: helpCard(turn, words) };
  const number = others.length === 0 && /^(cb-|#)/i.test(first) ? parseNumber(first) : null;
  const spoken =
    number === null ? words.find(({ word }) => word === first.toLowerCase()) : words.find(({ word }) => word === 'view');
  if (!spoken || !fits(spoken.word, others, formable)) return unknown(turn, text, formable);
  const rest = number === null ? text.slice(first.length).trim() : first;
  if (!formable && spoken.opensForm?.(rest)) return behindButton(text);
  return spoken.say(turn, rest);
}

/** In a direct message, "Open windows in room 3 …" is no command: a verb that wants a number is one only with a number behind it. */
function fits(word: string, others: string[], formable: boolean): boolean {
  const wantsNumber = !['open', 'list', 'mine', 'search', 'queue'].includes(word);
  if (formable) return true;
  if (wantsNumber) return others.length === 0 || parseNumber(others[0] ?? '') !== null;
  return word === 'search' || others.length <= (word === 'open' ? 12 : 2);
}

async function unknown(turn: Turn, text: string, formable: boolean): Promise<Reply> {
  if (!formable) return offerPlaces(turn, text);
  const first = text.split(/\s+/)[0] ?? '';
  return { kind: 'card', card: helpCard(turn, words, `“${first.slice(0, 40)}” is no word I know.`) };
}

function behindButton(text: string): Reply {
  return offer(
    ['This needs a form.'],
    [{ kind: 'button', label: 'Open the form', action: 'say', value: text.slice(0, 1000), style: 'primary' }],
    'Open the form',
  );
}

function wordsOpenForm(text: string): boolean {
  const [first = '', ...others] = text.trim().split(/\s+/);
  const spoken = words.find(({ word }) => word === first.toLowerCase());
  return spoken?.opensForm?.(others.join(' ')) ?? false;
}

function formNamed(name: string) {
  const form = forms.get(name);
  if (!form) throw new CaseError('old-form', 'This form is from an older version.', 'Close it and open it again.');
  return form;
}

function refused(interaction: Interaction, error: CaseError): Reply {
  if (interaction.kind === 'opened-home') return { kind: 'home', card: refusalCard(error) };
  if (interaction.kind !== 'submitted') return { kind: 'card', card: refusalCard(error) };
  return error.fields ? { kind: 'mistakes', fields: { ...error.fields } } : { kind: 'done', card: refusalCard(error) };
}
