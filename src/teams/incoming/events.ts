// Every kind of activity and where it is answered: the routes of a Teams AI application.
import { Application } from '@microsoft/teams-ai';
import { ActivityTypes, type Activity, type TurnContext } from 'botbuilder';
import { onCardAction } from './actions.ts';
import { onDialog } from './forms.ts';
import { onOpen, onQuery, openCommand } from './message-extension.ts';
import { onInstall, onLeft } from './install.ts';
import { onDelete, onEdit, onMessage } from './messages.ts';
import type { Registration } from '../transport/registrations.ts';
import { channelDataOf, hear, type Adapter } from './adapter.ts';
import { onTypedAhead } from './suggestions.ts';

/** What an invoke is called (learn.microsoft.com: activity handling, invoke activities). */
const invokes: Record<string, (surface: Adapter, heard: ReturnType<typeof hear>) => Promise<object>> = {
  'adaptiveCard/action': (surface, heard) => {
    const { action } = (heard.activity.value ?? {}) as { action?: { data?: unknown } };
    return onCardAction(surface, heard, action?.data);
  },
  'task/fetch': (surface, heard) => onDialog(surface, heard, dataOf(heard.activity)),
  'task/submit': (surface, heard) => onDialog(surface, heard, dataOf(heard.activity)),
  'application/search': (surface, heard) => onTypedAhead(surface, heard, heard.activity.value),
  'composeExtension/query': (surface, heard) => onQuery(surface, heard, heard.activity.value),
  'composeExtension/fetchTask': (surface, heard) => {
    const { commandId } = (heard.activity.value ?? {}) as { commandId?: string };
    return commandId === openCommand ? onOpen(surface, heard, heard.activity.value) : Promise.resolve({});
  },
  'composeExtension/submitAction': (surface, heard) => onDialog(surface, heard, dataOf(heard.activity)),
};

export function listen(surface: Adapter): (context: TurnContext, registration: Registration) => Promise<void> {
  const callers = new WeakMap<TurnContext, Registration>();
  const app = new Application({ startTypingTimer: false, removeRecipientMention: false });
  const route = (
    fits: (activity: Activity) => boolean,
    run: (surface: Adapter, registration: Registration, activity: Activity) => Promise<void>,
  ): void => {
    app.addRoute(
      async ({ activity }) => fits(activity),
      async (context) => {
        const registration = callers.get(context);
        if (registration) await run(surface, registration, context.activity);
      },
    );
  };
  app.addRoute(
    async ({ activity }) => is(activity, ActivityTypes.Invoke),
    async (context) => {
      const registration = callers.get(context);
      const run = Object.hasOwn(invokes, context.activity.name ?? '') ? invokes[context.activity.name ?? ''] : undefined;
      const body = registration && run ? await run(surface, hear(context.activity, registration)) : undefined;
      await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: { status: run ? 200 : 501, body } });
    },
    true,
  );
  route((activity) => is(activity, ActivityTypes.Message), onMessage);
  // an undone deletion is an edit in Teams' words; the post stays deleted
  route((activity) => is(activity, ActivityTypes.MessageUpdate) && channelDataOf(activity).eventType === 'editMessage', onEdit);
  route((activity) => is(activity, ActivityTypes.MessageDelete), onDelete);
  route((activity) => is(activity, ActivityTypes.InstallationUpdate), onInstall);
  route((activity) => is(activity, ActivityTypes.ConversationUpdate), onLeft);
  return async (context, registration) => {
    callers.set(context, registration);
    await remember(surface, context.activity, registration);
    await app.run(context);
  };
}

function is(activity: Activity, type: ActivityTypes): boolean {
  return activity.type === (type as string);
}

/** Teams moves conversations between its service addresses: the newest counts. */
async function remember(surface: Adapter, activity: Activity, registration: Registration): Promise<void> {
  const { workspaceId, place } = hear(activity, registration);
  const { serviceUrl, conversation } = activity;
  const type = conversation.conversationType;
  const kind = type === 'channel' || type === 'groupChat' ? type : 'personal';
  await surface.addresses.remember({ platform: 'teams', workspaceId, channelId: place.channelId }, { serviceUrl, kind });
}

function dataOf(activity: Activity): unknown {
  return ((activity.value ?? {}) as { data?: unknown }).data;
}
