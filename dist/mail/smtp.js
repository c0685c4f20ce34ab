// The connection to the SMTP server (SMTP_URL).
import { createTransport } from 'nodemailer';
import { codeOf } from "./errors.js";
/** In milliseconds. All are below the 15 s an attempt may take (the outbox's callTimeoutMs). nodemailer does not retry, the outbox does. */
const timeouts = { connectionTimeout: 8_000, greetingTimeout: 8_000, socketTimeout: 12_000, dnsTimeout: 8_000, maxRequeues: 0 };
/** Opens a pool of connections to the SMTP server. */
export function connectMailServer({ url }) {
    const options = { pool: true, url, maxConnections: 5, ...timeouts };
    const transport = createTransport({ ...options, disableFileAccess: true, disableUrlAccess: true });
    // each send reports its own error; without a listener the event would end the process
    transport.on('error', () => undefined);
    return transport;
}
/**
 * Checks that the SMTP server answers and accepts the login. Sends nothing.
 * @throws an Error of one line without the password
 */
export async function checkMailServer(config) {
    const transport = connectMailServer(config);
    try {
        await transport.verify();
    }
    catch (error) {
        const { host } = new URL(config.url);
        throw new Error(`Cannot use the mail server ${host}: ${codeOf(error)}. Check SMTP_URL.`, { cause: error });
    }
    finally {
        transport.close();
    }
}
//# sourceMappingURL=smtp.js.map