// Every kind of activity and where it is answered: the routes of a Teams AI application.
import { Application } from '@microsoft/teams-ai';
import { ActivityTypes } from 'botbuilder';
import { onCardAction } from "./actions.js";
import { onDialog } from "./forms.js";
import { onOpen, onQuery, openCommand } from "./message-extension.js";
import { onInstall, onLeft } from "./install.js";
import { onDelete, onEdit, onMessage } from "./messages.js";
import { channelDataOf, hear } from "./adapter.js";
import { onTypedAhead } from "./suggestions.js";
/** What an invoke is called (learn.microsoft.com: activity handling, invoke activities). */
const invokes = {
    'adaptiveCard/action': (surface, heard) => {
        const { action } = (heard.activity.value ?? {});
        return onCardAction(surface, heard, action?.data);
    },
    'task/fetch': (surface, heard) => onDialog(surface, heard, dataOf(heard.activity)),
    'task/submit': (surface, heard) => onDialog(surface, heard, dataOf(heard.activity)),
    'application/search': (surface, heard) => onTypedAhead(surface, heard, heard.activity.value),
    'composeExtension/query': (surface, heard) => onQuery(surface, heard, heard.activity.value),
    'composeExtension/fetchTask': (surface, heard) => {
        const { commandId } = (heard.activity.value ?? {});
        return commandId === openCommand ? onOpen(surface, heard, heard.activity.value) : Promise.resolve({});
    },
    'composeExtension/submitAction': (surface, heard) => onDialog(surface, heard, dataOf(heard.activity)),
};
export function listen(surface) {
    const callers = new WeakMap();
    const app = new Application({ startTypingTimer: false, removeRecipientMention: false });
    const route = (fits, run) => {
        app.addRoute(async ({ activity }) => fits(activity), async (context) => {
            const registration = callers.get(context);
            if (registration)
                await run(surface, registration, context.activity);
        });
    };
    app.addRoute(async ({ activity }) => is(activity, ActivityTypes.Invoke), async (context) => {
        const registration = callers.get(context);
        const run = Object.hasOwn(invokes, context.activity.name ?? '') ? invokes[context.activity.name ?? ''] : undefined;
        const body = registration && run ? await run(surface, hear(context.activity, registration)) : undefined;
        await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: { status: run ? 200 : 501, body } });
    }, true);
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
function is(activity, type) {
    return activity.type === type;
}
/** Teams moves conversations between its service addresses: the newest counts. */
async function remember(surface, activity, registration) {
    const { workspaceId, place } = hear(activity, registration);
    const { serviceUrl, conversation } = activity;
    const type = conversation.conversationType;
    const kind = type === 'channel' || type === 'groupChat' ? type : 'personal';
    await surface.addresses.remember({ platform: 'teams', workspaceId, channelId: place.channelId }, { serviceUrl, kind });
}
function dataOf(activity) {
    return (activity.value ?? {}).data;
}
//# sourceMappingURL=events.js.map