// Routes each kind of activity to its handler, with the router of Teams AI's Application and none of its AI features.
// Payloads are checked before they arrive here (payload.ts). There is nothing to configure.
import { Application } from '@microsoft/teams-ai/lib/Application.js'; // the whole library needs 15 MB more, for models we don't use
import type { TurnContext } from 'botbuilder';
import { ignored } from '../../chat/ending.ts';
import { channelOf } from '../../chat/interaction.ts';
import type { Registration } from '../transport/registrations.ts';
import { onCardAction } from './actions.ts';
import { readActivity, type Adapter, type IncomingActivity } from './adapter.ts';
import { onFileConsent } from './file-consent.ts';
import { onDialog } from './forms.ts';
import { onInstall, onMembersRemoved } from './install.ts';
import { onOpen, onQuery, openCommand } from './message-extension.ts';
import { onDelete, onEdit, onMessage } from './messages.ts';
import { onReactions } from './reactions.ts';
import type { InvokeValue, TeamsActivity } from './payload.ts';
import { onSuggestionQuery } from './suggestions.ts';

/** Handles one activity. A rejection means that the request is answered with 500. */
export type ActivityHandler = (context: TurnContext, activity: TeamsActivity, registration: Registration) => Promise<void>;

type InvokeHandler = (adapter: Adapter, incoming: IncomingActivity, value: InvokeValue) => Promise<object | undefined>;

const dialog: InvokeHandler = (adapter, incoming, { data }) => onDialog(adapter, incoming, data);

/** By the invoke's name (learn.microsoft.com/azure/bot-service, Activity handlers for invokes). */
const invokes: ReadonlyMap<string, InvokeHandler> = new Map<string, InvokeHandler>([
  [
    'adaptiveCard/action',
    (adapter, incoming, { action }) => onCardAction(adapter, incoming, typeof action === 'object' ? action.data : undefined),
  ],
  ['fileConsent/invoke', onFileConsent],
  ['task/fetch', dialog],
  ['task/submit', dialog],
  ['application/search', onSuggestionQuery],
  ['composeExtension/query', onQuery],
  [
    'composeExtension/fetchTask',
    async (adapter, incoming, value) => {
      if (value.commandId === openCommand) return onOpen(adapter, incoming, value.messagePayload);
      adapter.router.ended('teams', 'action', ignored('unused-event'));
      return {};
    },
  ],
  ['composeExtension/submitAction', dialog],
]);

/** Creates the handler of every activity. */
export function routeActivities(adapter: Adapter): ActivityHandler {
  const received = new WeakMap<TurnContext, { activity: TeamsActivity; registration: Registration; routed?: true }>();
  const app = new Application({ startTypingTimer: false, removeRecipientMention: false });
  const route = (
    fits: (activity: TeamsActivity) => boolean,
    run: (adapter: Adapter, registration: Registration, activity: TeamsActivity, context: TurnContext) => Promise<void>,
    isInvoke = false,
  ): void => {
    app.addRoute(
      async (context) => {
        const incoming = received.get(context);
        return incoming !== undefined && fits(incoming.activity);
      },
      async (context) => {
        const incoming = received.get(context);
        if (!incoming) return;
        incoming.routed = true;
        await run(adapter, incoming.registration, incoming.activity, context);
      },
      isInvoke,
    );
  };
  route(({ type }) => type === 'invoke', onInvoke, true);
  route(({ type }) => type === 'message', onMessage);
  // Teams reports an undone deletion as an update, too; the post stays deleted
  route(({ type, channelData }) => type === 'messageUpdate' && channelData?.eventType === 'editMessage', onEdit);
  route(({ type }) => type === 'messageDelete', onDelete);
  route(({ type }) => type === 'messageReaction', onReactions);
  route(({ type }) => type === 'installationUpdate', onInstall);
  route(({ type }) => type === 'conversationUpdate', onMembersRemoved);
  return async (context, activity, registration) => {
    if (isFromBot(activity)) return adapter.router.ended('teams', 'message', ignored('bot-message'));
    const incoming: { activity: TeamsActivity; registration: Registration; routed?: true } = { activity, registration };
    received.set(context, incoming);
    await rememberAddress(adapter, activity, registration);
    await app.run(context);
    if (incoming.routed) return;
    if (activity.type === 'messageUpdate') adapter.router.ended('teams', 'message', ignored('not-an-edit'));
    else adapter.router.ended('teams', 'platform-event', ignored('unused-event'));
  };
}

/**
 * Whether another bot wrote, edited, deleted or reacted to a message: ids of bots begin with 28:. Answering it could go on forever, because it may answer
 * as well.
 */
function isFromBot({ type, from }: TeamsActivity): boolean {
  return /^message(Update|Delete|Reaction)?$/.test(type) && (from.id.startsWith('28:') || /^(bot|skill)$/i.test(from.role ?? ''));
}

async function onInvoke(
  adapter: Adapter,
  registration: Registration,
  activity: TeamsActivity,
  context: TurnContext,
): Promise<void> {
  const name = 'name' in activity ? activity.name : undefined;
  const run = invokes.get(name ?? '');
  if (!run || !('name' in activity)) {
    adapter.router.ended('teams', 'platform-event', ignored('unused-event'));
    await context.sendActivity({ type: 'invokeResponse', value: { status: 501 } });
    return;
  }
  const body = await run(adapter, readActivity(activity, registration), activity.value);
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}

/** Teams moves conversations between its service addresses, so the newest address is kept. */
async function rememberAddress(adapter: Adapter, activity: TeamsActivity, registration: Registration): Promise<void> {
  const { speaker, place } = readActivity(activity, registration);
  const { serviceUrl, conversation } = activity;
  const type = conversation.conversationType;
  const kind = type === 'channel' || type === 'groupChat' ? type : 'personal';
  await adapter.addresses.remember(channelOf(speaker, place), { serviceUrl, kind });
}
