// Slack, put together: Bolt, its receiver, and our surfaces on it.
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { listenToActions } from "./incoming/actions.js";
import { boltLogger } from "./transport/bolt-log.js";
import { clientOptions, createClients } from "./transport/clients.js";
import { listenToCommands } from "./incoming/commands.js";
import { createTransport } from "./transport/transport.js";
import { listenToEvents } from "./incoming/events.js";
import { createHandler } from "./incoming/handler.js";
import { listenToUninstalls } from "./incoming/install.js";
import { createUserNameCache } from "./transport/user-name-cache.js";
import { listenToSearches } from "./incoming/suggestions.js";
import { httpReceiver, socketReceiver } from "./incoming/receiver.js";
import { createUserDirectory } from "./transport/user-directory.js";
import { listenToShortcuts } from "./incoming/shortcuts.js";
import { listenToViews } from "./incoming/forms.js";
/** @throws Error at `start` in Socket Mode when Slack cannot be reached */
export function createSlack({ config, publicUrl, signals, log, ...parts }) {
    const installations = parts.installations ?? noInstallations;
    const clients = createClients(config, installations);
    const receiver = config.appToken
        ? socketReceiver(config, config.appToken, log)
        : httpReceiver({ config, publicUrl, installations, log });
    return {
        handler: receiver instanceof HTTPReceiver ? createHandler(receiver) : null,
        transport: createTransport(clients),
        userDirectory: createUserDirectory(clients),
        start: async (router) => {
            const app = createApp(config, receiver, clients, log);
            const surface = { router, clients, names: createUserNameCache(clients), signals, log };
            listenToCommands(app, surface);
            listenToActions(app, surface);
            listenToViews(app, surface);
            listenToSearches(app, surface);
            listenToShortcuts(app, surface);
            listenToEvents(app, surface);
            listenToUninstalls(app, surface, installations);
            if (receiver instanceof SocketModeReceiver)
                await receiver.start();
        },
        stop: async () => {
            if (receiver instanceof SocketModeReceiver)
                await receiver.stop();
        },
    };
}
const noInstallations = {
    find: async () => null,
    list: async () => [],
    save: async () => Promise.reject(new Error('CASEBRIDGE_SECRET_KEY is missing: tokens are stored encrypted or not at all')),
    remove: async () => undefined,
};
function createApp(config, receiver, clients, log) {
    const app = new App({
        receiver,
        // with OAuth the receiver's installer finds the tokens, in the same store
        ...(config.oauth && receiver instanceof HTTPReceiver ? {} : { authorize: authorizeBy(clients) }),
        clientOptions: clientOptions(config.apiUrl),
        // our own messages come back as events: that is how a lost answer is found out
        ignoreSelf: false,
        processBeforeResponse: true,
        logger: boltLogger(log),
        logLevel: LogLevel.WARN,
    });
    // the receiver answers 500, so that Slack sends an event again
    app.error(async (error) => {
        throw error;
    });
    return app;
}
/** Which token a request's workspace has. */
function authorizeBy(clients) {
    return async ({ teamId }) => {
        const { token: botToken, botId, botUserId } = await clients.self(teamId ?? '');
        return { botToken, botId, botUserId };
    };
}
//# sourceMappingURL=index.js.map