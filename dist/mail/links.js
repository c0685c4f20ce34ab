// The links of a mail and the hidden state of the pages they open. Whoever holds a link can do what it says in the name of the address
// it was mailed to, until it expires; signing is server/signed-links.ts, and what a link may do is decided by chat/mail-links.ts.
import { z } from 'zod';
import { createExpiringSigner, createSigner } from "../server/signed-links.js";
/** Days a link is valid: about the ten business days of a follow-up, and each of its reminders has fresh links. */
export const linkDays = 14;
/** address, action, value */
const linkShape = z.tuple([z.string(), z.string(), z.string()]);
/** form, state */
const pageShape = z.tuple([z.string(), z.record(z.string(), z.string())]);
/**
 * Creates the links of mails.
 * @param secretKey 32 bytes
 * @param publicUrl without a slash at the end
 */
export function createLinks(secretKey, publicUrl, clock) {
    const links = createExpiringSigner(secretKey, 'mail link', linkShape, linkDays, clock);
    const pages = createSigner(secretKey, 'mail page', pageShape);
    return {
        write: ({ address, action, value }, expiresAt) => `${publicUrl}/mail/${links.sign([address, action, value], undefined, expiresAt)}`,
        read: (token) => {
            const read = links.read(token);
            if (read === null || read === 'expired')
                return read;
            const [address, action, value] = read.content;
            return { address, action, value, expiresAt: read.expiresAt };
        },
        seal: (token, { form, state }) => pages.sign([form, state], token),
        unseal: (token, sealed) => {
            const [form, state] = pages.read(sealed, token) ?? [];
            return form === undefined || state === undefined ? null : { form, state };
        },
    };
}
//# sourceMappingURL=links.js.map