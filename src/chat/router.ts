// Handles every interaction of every platform: finds the person and the capability, and returns the reply. Links in emails are handled in
// mail-links.ts.
import { randomUUID } from 'node:crypto';
import { CaseError } from '../domain/case-error.ts';
import { speakerInThread, type CaseThread } from '../usecases/cases/case-of-thread.ts';
import { findDelivery } from '../usecases/notifications/find-delivery.ts';
import { answerTo, isFirstTime } from '../usecases/idempotency.ts';
import type { Services } from '../usecases/context.ts';
import type { Ending, InboundEvent, MessageRef, PlatformName } from '../ports.ts';
import { trace } from '../tracing.ts';
import type { Context } from './capability.ts';
import type { Card, Option } from '../cards/elements.ts';
import { runAs, withDatabaseScope } from '../usecases/scope.ts';
import { formOffer } from './form-offer.ts';
import { helpCard } from './help.ts';
import { homeCard } from './search/home.ts';
import { endingOf, ignored, type InboundKind } from './ending.ts';
import { channelOf, type Ignored, type Interaction, type Reply } from './interaction.ts';
import { startFromMessage } from './cases/open.ts';
import { errorReply } from './error-reply.ts';
import { forPerson } from './for-person.ts';
import { actionHandlers, commands, formHandlers } from './registry.ts';
import { actions } from './actions.ts';
import { oldButton } from './define-action.ts';
import { oldForm } from './define-form.ts';
import { composeSearch } from './search/compose-search.ts';
import { handleCommand, commandOpensForm } from './handle-command.ts';
import { readShortcut, runShortcut, type Reaction } from './cases/reactions.ts';
import { handleDeletion, handleEdit, handleReply } from './cases/thread.ts';
import { renderDelivery } from './render-delivery.ts';
import { welcomeCard } from './welcome.ts';

/** Answers interactions, on every platform. */
export interface Router {
  /**
   * Handles an interaction and returns what the person is shown, including errors that they can fix.
   * A failure is not shown to the person where the attempt is not the last one, because the same event will be tried again.
   * @throws any error except a CaseError; the adapter logs it and shows the person its id
   */
  answer(interaction: Interaction, attempt?: { last: boolean }): Promise<Reply>;
  /** Counts an event that `answer` never sees: adapters report each of them, so that no event ends uncounted. */
  ended(platform: PlatformName, kind: InboundKind, ending: Ending): void;
  /** Whether the reply may be a form or a modal. If a trigger expires quickly, the adapter opens one before it calls `answer`. */
  opensForm(interaction: Interaction): boolean;
  /** Renders the message that offers a form again with a button, for a platform that could not open it in time. */
  offerForm(interaction: Interaction): Promise<Card>;
  /** Renders the greeting for a conversation that the bot was added to. */
  welcome(): Card;
  /** name of the support organization; the title of dialogs whose card has no title of its own */
  readonly brand: string;
  /** Returns true the first time, and false for every repeat of the same event. */
  first(idempotencyKey: string): Promise<boolean>;
  /** Renders the card that a message shows now. @returns null if the message is not a delivery */
  currentCard(message: MessageRef): Promise<Card | null>;
}

/** What happens until the person is known (for-person.ts), and what is the same for everyone. */
const asLookup = <T>(run: () => T): T => withDatabaseScope('lookup', run);

const nothing: Reply = { kind: 'nothing' };

/**
 * Creates the router.
 * @param newId makes the idempotency keys of forms
 * @param count counts every inbound event with its ending
 */
export function createRouter(
  services: Services,
  newId: () => string = randomUUID,
  count: (event: InboundEvent) => void = () => undefined,
): Router {
  const ended: Router['ended'] = (platform, kind, ending) => count({ platform, kind, ending });
  return {
    ended,
    opensForm,
    offerForm: (interaction) => asLookup(() => formOffer(services, interaction)),
    welcome: () => welcomeCard(services.settings.brand),
    brand: services.settings.brand,
    first: (idempotencyKey) => asLookup(() => isFirstTime(services, idempotencyKey)),
    currentCard: (message) =>
      asLookup(async () => {
        const deliveryId = await findDelivery(services, message);
        return deliveryId === null ? null : ((await renderDelivery(services, deliveryId))?.card ?? null);
      }),
    answer: (interaction, attempt = { last: true }) => {
      const { platform } = interaction.speaker;
      const attributes = { 'casebridge.platform': platform, 'casebridge.interaction': interaction.kind };
      return trace(`${platform} ${interaction.kind}`, { kind: 'server', attributes, parent: null }, () =>
        asLookup(() => answer(interaction, attempt)),
      );
    },
  };

  async function answer(interaction: Interaction, attempt: { last: boolean }): Promise<Reply> {
    const { platform } = interaction.speaker;
    let recorded: 'effect' | 'repeat' | undefined;
    try {
      const own = { ...services, onRecorded: (ending: 'effect' | 'repeat') => (recorded = ending) };
      const reply = await decide(own, newId, interaction);
      const shown = reply.kind !== 'nothing' && reply.kind !== 'ignored';
      const again = shown && !(await isFirst(services, interaction));
      ended(platform, interaction.kind, endingOf(reply, recorded ?? (again ? 'repeat' : 'effect')));
      return again || reply.kind === 'ignored' ? nothing : reply;
    } catch (error) {
      if (attempt.last) ended(platform, interaction.kind, { kind: 'told' });
      throw error;
    }
  }
}

function opensForm(interaction: Interaction): boolean {
  if (interaction.kind === 'from-message') return true;
  if (interaction.kind === 'command') return interaction.canOpenForm && commandOpensForm(interaction.text);
  if (interaction.kind !== 'action') return false;
  if (interaction.action === 'say') return commandOpensForm(interaction.value);
  if (interaction.action === 'more') return actionHandlers.get(interaction.value.split(' ')[0] ?? '')?.opensForm === true;
  return interaction.place === undefined || actionHandlers.get(interaction.action)?.opensForm === true;
}

/** Whether an interaction gets a reply: an event that a platform delivers again gets none. Its effect has its own idempotency key. */
async function isFirst(services: Services, interaction: Interaction): Promise<boolean> {
  const { kind, idempotencyKey, fingerprint } = interaction;
  const isEvent =
    kind === 'message' || kind === 'edit' || kind === 'reaction' || (kind === 'command' && !interaction.canOpenForm);
  return (
    !isEvent || isFirstTime(services, answerTo(idempotencyKey), fingerprint && { ...fingerprint, key: answerTo(fingerprint.key) })
  );
}

async function decide(services: Services, newId: () => string, interaction: Interaction): Promise<Reply | Ignored> {
  try {
    return await dispatch(services, newId, interaction);
  } catch (error) {
    if (!(error instanceof CaseError)) throw error;
    // a list of suggestions cannot show an error; the person sees it when the form is submitted
    return interaction.kind === 'suggestion' ? ignored('old-form') : errorReply(interaction, error);
  }
}

async function dispatch(services: Services, newId: () => string, interaction: Interaction): Promise<Reply | Ignored> {
  if (interaction.kind === 'deletion') return handleDeletion(services, interaction);
  if (interaction.kind === 'reaction') return react(services, newId, interaction);
  const { thread = null, stored } = await threadOf(services, interaction);
  // a mention inside a case's thread is a reply like any other, and arrives as one
  if (interaction.kind === 'command' && thread) return ignored('arrives-as-reply');
  // the bot ignores threads that do not belong to a case
  if (interaction.kind === 'message' && !thread && interaction.place.kind !== 'direct' && interaction.commandText === undefined)
    return ignored('not-addressed');
  return forPerson(services, newId, interaction, (context) => handle(context, interaction, thread), stored);
}

async function react(services: Services, newId: () => string, reaction: Reaction): Promise<Reply | Ignored> {
  const shortcut = await readShortcut(services, reaction);
  if (shortcut.kind === 'ignored') return shortcut;
  return forPerson(services, newId, reaction, (context) => runShortcut(context, shortcut));
}

async function handle(
  context: Context,
  interaction: Exclude<Interaction, { kind: 'deletion' | 'reaction' }>,
  thread: CaseThread | null,
): Promise<Reply | Ignored> {
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
      return startFromMessage(context, interaction);
    case 'home':
      return { kind: 'home', card: await homeCard(context) };
    case 'search':
      return composeSearch(context, interaction.text, interaction.page);
  }
}

/** Finds the case in whose thread something was said, and what is stored of who said it. */
async function threadOf(
  services: Services,
  interaction: Interaction,
): Promise<Partial<Awaited<ReturnType<typeof speakerInThread>>>> {
  if (interaction.kind !== 'message' && interaction.kind !== 'command') return {};
  const { speaker, place } = interaction;
  if (place.threadRef === undefined) return {};
  return speakerInThread(services, { ...channelOf(speaker, place), messageId: place.threadRef }, speaker);
}

async function pressed(context: Context, action: string, value: string): Promise<Reply> {
  if (action === actions.help.name) return { kind: 'card', card: helpCard(context, commands) };
  if (action === actions.say.name) return handleCommand(context, actions.say.decode(value), true);
  if (action === actions.more.name) {
    const chosen = actions.more.decode(value);
    return pressed(context, chosen.action, chosen.value);
  }
  const handler = actionHandlers.get(action);
  if (!handler) throw oldButton();
  return handler.run(context, value);
}

/** Submits a form. Its idempotency key was made when it was opened, so submitting it twice has one effect. */
async function submitted(context: Context, interaction: Interaction & { kind: 'form-submitted' }): Promise<Reply> {
  const { form, values, state } = interaction;
  const request = { ...context.request, idempotencyKey: state.idempotencyKey ?? context.request.idempotencyKey };
  const handler = formNamed(form);
  try {
    return await handler.submit({ ...context, request }, values, state);
  } catch (error) {
    if (!(error instanceof CaseError)) throw error;
    const reply = errorReply(interaction, error);
    return reply.kind === 'field-errors'
      ? { ...reply, redraw: () => runAs(context.person, () => handler.render(context, values, state)) }
      : reply;
  }
}

/** Finds options for a search field. */
async function suggested(context: Context, { form, field, text }: Interaction & { kind: 'suggestion' }): Promise<Option[]> {
  return (await formHandlers.get(form)?.suggest?.(context, field, text.trim())) ?? [];
}

function formNamed(name: string) {
  const form = formHandlers.get(name);
  if (!form) throw oldForm();
  return form;
}
