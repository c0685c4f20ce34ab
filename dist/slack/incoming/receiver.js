// How requests come in: signed HTTP behind our own server, or Socket Mode.
import { HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { boltLogger } from "../transport/bolt-log.js";
import { LoggedFailure, logFailure } from "./boundary.js";
import { NotInstalled, clientOptions } from "../transport/clients.js";
import { installOptions } from "./install.js";
export function httpReceiver({ config, publicUrl, installations, log }) {
    return new HTTPReceiver({
        signingSecret: config.signingSecret ?? '',
        endpoints: ['/slack/events'],
        // committed before it is acknowledged: then a crash loses nothing
        processBeforeResponse: true,
        logger: boltLogger(log),
        logLevel: LogLevel.WARN,
        processEventErrorHandler: async ({ error, response }) => {
            if (response.headersSent)
                return false;
            if (causeOf(error, NotInstalled)) {
                log.warn({ why: error.message }, 'a request from a workspace the bot is not installed in');
                response.writeHead(401, { 'x-slack-no-retry': '1' }).end();
                return false;
            }
            if (!causeOf(error, LoggedFailure))
                logFailure(log, error, 'a request of Slack');
            response.writeHead(500).end();
            return false;
        },
        ...installOptions(config, installations, publicUrl),
    });
}
/** Socket Mode is for development: Bolt acknowledges before its listeners run. */
export function socketReceiver(config, appToken, log) {
    return new SocketModeReceiver({
        appToken,
        installerOptions: { clientOptions: clientOptions(config.apiUrl) },
        logger: boltLogger(log),
        logLevel: LogLevel.WARN,
    });
}
/** Bolt wraps what listeners and stores throw, more than once. */
function causeOf(error, kind) {
    let at = error;
    while (at instanceof Error) {
        if (at instanceof kind)
            return true;
        const wrapper = at;
        at = 'original' in wrapper ? wrapper.original : wrapper.cause;
    }
    return false;
}
//# sourceMappingURL=receiver.js.map