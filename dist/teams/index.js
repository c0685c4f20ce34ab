import { createClients } from "./transport/clients.js";
import { createTransport } from "./transport/transport.js";
import { createHandler } from "./incoming/handler.js";
import { listen } from "./incoming/events.js";
import { createRegistrations } from "./transport/registrations.js";
import { createUserDirectory } from "./transport/user-directory.js";
import { opensForm } from "./incoming/reply.js";
export function createTeams({ config, router, installations, addresses, signals, clock, log }) {
    const registrations = createRegistrations(config, installations, clock);
    const connections = createClients(config, registrations, addresses);
    const userDirectory = createUserDirectory(connections);
    const { dialogs } = config;
    const underWay = new Set();
    const stopping = new AbortController();
    const surface = {
        router,
        connections,
        addresses,
        signals,
        clock,
        log,
        dialogs,
        directChannel: async (workspaceId, userId, metIn) => (await userDirectory.profile(workspaceId, userId, metIn)).directChannel,
        later: (what, run) => {
            const task = run()
                .catch((error) => log.error({ err: error, what }, 'could not be shown'))
                .finally(() => underWay.delete(task));
            underWay.add(task);
        },
        stopping: stopping.signal,
    };
    return {
        handler: createHandler({
            registrations,
            connections,
            unsigned: config.noAuth ? config.app : null,
            onTurn: listen(surface),
            log,
        }),
        transport: createTransport(connections, { opensForm: opensForm(surface), dialogs }),
        userDirectory,
        stop: async () => {
            stopping.abort();
            await Promise.all(underWay);
        },
    };
}
//# sourceMappingURL=index.js.map