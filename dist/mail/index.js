import { createTransport } from "./transport.js";
import { createHandler } from "./handler.js";
import { createLinks } from "./links.js";
export { checkMailServer } from "./smtp.js";
/** Creates the mail transport and, where links can be signed, the handler of their pages. */
export function createMail({ config, publicUrl, secretKey, settings, mailLinks, zoneOf, clock, log }) {
    const { brand, supportPhone } = settings;
    const links = secretKey && publicUrl ? createLinks(secretKey, publicUrl, clock) : null;
    const transport = createTransport({ config, brand, links, leads: mailLinks.leads, zoneOf });
    return {
        transport,
        handler: links && createHandler({ brand, supportPhone, mailLinks, links, zoneOf, log }),
        stop: () => transport.stop(),
    };
}
//# sourceMappingURL=index.js.map