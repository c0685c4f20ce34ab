// The one way in: finds the person, the capability and the reply, for every interaction of every platform.
import { randomUUID } from 'node:crypto';
import { CaseError } from '../domain/case-error.ts';
import { caseOfThread } from '../usecases/cases/case-of-thread.ts';
import { saveDraft } from '../usecases/cases/drafts.ts';
import { findDelivery } from '../usecases/notifications/find-delivery.ts';
import { answerTo, isFirstTime } from '../usecases/idempotency.ts';
import { resolveActor, type Actor } from '../usecases/people/resolve-actor.ts';
import type { Services } from '../usecases/context.ts';
import type { MessageRef } from '../ports.ts';
import type { Context } from './capability.ts';
import type { Card, Option } from '../cards/elements.ts';
import { helpCard } from './help.ts';
import { homeCard } from './search/home.ts';
import type { Interaction, Reply } from './interaction.ts';
import { start } from './cases/open.ts';
import { errorReply } from './error-reply.ts';
import { actionHandlers, commands, formHandlers } from './registry.ts';
import { oldButton } from './define-action.ts';
import { oldForm } from './define-form.ts';
import { composeSearch } from './search/compose-search.ts';
import { handleCommand, commandOpensForm } from './handle-command.ts';
import { unknownUserCard } from './unknown-user.ts';
import { handleDeletion, handleEdit, handleReply } from './cases/thread.ts';
import { renderDelivery } from './render-delivery.ts';
import { welcomeCard } from './welcome.ts';

/** Answers everything that people do, on every platform. */
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
  /** name of the support organization: the title of dialogs whose card has none */
  readonly brand: string;
  /** True the first time, false for every repeat of the same event. */
  first(idempotencyKey: string): Promise<boolean>;
  /** The card that stands in this message now. @returns null where the message is none of a case */
  standing(message: MessageRef): Promise<Card | null>;
}

const nothing: Reply = { kind: 'nothing' };

/** @param newId mints the receipts of forms */
export function createRouter(services: Services, newId: () => string = randomUUID): Router {
  return {
    opensForm,
    welcome: () => welcomeCard(services.settings.brand),
    brand: services.settings.brand,
    first: (idempotencyKey) => isFirstTime(services, idempotencyKey),
    standing: async (message) => {
      const deliveryId = await findDelivery(services, message);
      return deliveryId === null ? null : ((await renderDelivery(services, deliveryId))?.card ?? null);
    },
    answer: async (interaction) => {
      const reply = await decide(services, newId, interaction);
      return reply.kind === 'nothing' || (await isFirst(services, interaction)) ? reply : nothing;
    },
  };
}

function opensForm(interaction: Interaction): boolean {
  if (interaction.kind === 'from-message') return true;
  if (interaction.kind === 'command') return interaction.canOpenForm && commandOpensForm(interaction.text);
  if (interaction.kind !== 'action') return false;
  if (interaction.action === 'say') return commandOpensForm(interaction.value);
  if (interaction.action === 'more') return actionHandlers.get(interaction.value.split(' ')[0] ?? '')?.opensForm === true;
  return interaction.place === undefined || actionHandlers.get(interaction.action)?.opensForm === true;
}

/** An event may be delivered again; its answer is given once. (What it did is noted with its effect, and asked of nobody here.) */
async function isFirst(services: Services, interaction: Interaction): Promise<boolean> {
  const { kind, idempotencyKey, fingerprint } = interaction;
  const isEvent = kind === 'message' || kind === 'edit' || (kind === 'command' && !interaction.canOpenForm);
  return (
    !isEvent || isFirstTime(services, answerTo(idempotencyKey), fingerprint && { ...fingerprint, key: answerTo(fingerprint.key) })
  );
}

async function decide(services: Services, newId: () => string, interaction: Interaction): Promise<Reply> {
  try {
    return await dispatch(services, newId, interaction);
  } catch (error) {
    if (error instanceof CaseError) return errorReply(interaction, error);
    throw error;
  }
}

async function dispatch(services: Services, newId: () => string, interaction: Interaction): Promise<Reply> {
  if (interaction.kind === 'deletion') return handleDeletion(services, interaction);
  const thread = interaction.kind === 'message' || interaction.kind === 'command' ? await threadOf(services, interaction) : null;
  // a mention inside a case's thread is a reply like any other, and arrives as one
  if (interaction.kind === 'command' && thread) return nothing;
  // other people's threads are none of the bot's business
  if (interaction.kind === 'message' && !thread && interaction.place.kind !== 'direct' && interaction.commandText === undefined)
    return nothing;
  const actor = await resolveActor(services, interaction.speaker);
  if (!actor.person) return stranger(services, actor, interaction);
  const { speaker, idempotencyKey } = interaction;
  const place = 'place' in interaction ? interaction.place : undefined;
  const request = { idempotencyKey, fingerprint: interaction.fingerprint, platform: speaker.platform };
  const context: Context = { services, person: actor.person, actor, speaker, newId, request, place };
  switch (interaction.kind) {
    case 'command':
      return handleCommand(context, interaction.text, interaction.canOpenForm);
    case 'message':
      return thread
        ? handleReply(context, interaction, thread)
        : handleCommand(context, interaction.commandText ?? interaction.text, false);
    case 'edit':
      return handleEdit(context, interaction);
    case 'action':
      return pressed(context, interaction.action, interaction.value);
    case 'form-submitted':
      return submitted(context, interaction);
    case 'form-changed':
      return { kind: 'form', form: await formNamed(interaction.form).render(context, interaction.values, interaction.state) };
    case 'suggestion':
      return { kind: 'options', options: await suggested(context, interaction) };
    case 'from-message':
      return start(
        context,
        {},
        { draft: await saveDraft(services, actor.person, { text: interaction.text, link: interaction.link }) },
      );
    case 'home':
      return { kind: 'home', card: await homeCard(context) };
    case 'search':
      return composeSearch(context, interaction.text, interaction.page);
  }
}

async function threadOf(services: Services, { speaker, place }: Interaction & { kind: 'message' | 'command' }) {
  if (place.threadRef === undefined) return null;
  const { platform, workspaceId } = speaker;
  return caseOfThread(services, { platform, workspaceId, channelId: place.channelId, messageId: place.threadRef });
}

function stranger(services: Services, actor: Actor, { kind }: Interaction): Reply {
  if (kind === 'edit') return nothing;
  if (kind === 'suggestion') return { kind: 'options', options: [] };
  const card = unknownUserCard(services, actor, kind === 'message');
  if (kind === 'home') return { kind: 'home', card };
  return kind === 'form-submitted' ? { kind: 'done', card } : { kind: 'card', card };
}

async function pressed(context: Context, action: string, value: string): Promise<Reply> {
  if (action === 'help') return { kind: 'card', card: helpCard(context, commands) };
  if (action === 'say') return handleCommand(context, value, true);
  if (action === 'more') return chosenOfMore(context, value);
  const handler = actionHandlers.get(action);
  if (!handler) throw oldButton();
  return handler.run(context, value);
}

/** From the list of what else can be done: `<action> <its value>`. */
async function chosenOfMore(context: Context, value: string): Promise<Reply> {
  const [action = '', ...rest] = value.split(' ');
  return pressed(context, action, rest.join(' '));
}

/** Its receipt was minted when it was opened: sent twice, it is one request. */
async function submitted(context: Context, interaction: Interaction & { kind: 'form-submitted' }): Promise<Reply> {
  const { form, values, state } = interaction;
  const request = { ...context.request, idempotencyKey: state.idempotencyKey ?? context.request.idempotencyKey };
  const handler = formNamed(form);
  try {
    return await handler.submit({ ...context, request }, values, state);
  } catch (error) {
    if (!(error instanceof CaseError)) throw error;
    const reply = errorReply(interaction, error);
    return reply.kind === 'field-errors' ? { ...reply, redraw: () => handler.render(context, values, state) } : reply;
  }
}

/** Nothing can be said where something is typed: an old form offers nothing, and is told why when it is sent. */
async function suggested(context: Context, { form, field, text }: Interaction & { kind: 'suggestion' }): Promise<Option[]> {
  return (await formHandlers.get(form)?.suggest?.(context, field, text.trim())) ?? [];
}

function formNamed(name: string) {
  const form = formHandlers.get(name);
  if (!form) throw oldForm();
  return form;
}
