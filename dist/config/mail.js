// The environment variables of outgoing mail.
import { z } from 'zod';
import { missing } from "./error.js";
const sender = /^(?:"?([^"<>]*?)"?\s*<([^<>\s]+@[^<>\s@]+)>|([^<>\s@]+@[^<>\s@]+))$/;
/** Checks on single variables. The messages are in `mailRequirement`, because a zod message could repeat a password. */
export const mailVariables = {
    SMTP_URL: z
        .string()
        .refine((text) => /^smtps?:\/\/[^/?#]/.test(text) && URL.canParse(text))
        .optional(),
    MAIL_FROM: z
        .string()
        .regex(sender)
        .transform((text) => {
        const [, name, inBrackets, alone] = sender.exec(text) ?? [];
        return { name: name?.trim() || null, address: (inBrackets ?? alone ?? '').toLowerCase() };
    })
        .optional(),
};
/** What each variable must be, to follow its name in a message. */
export const mailRequirement = {
    SMTP_URL: 'must look like smtp://user:password@mail.example.com:587, or smtps://… if the server starts with TLS',
    MAIL_FROM: 'must be an address such as cases@support.example, or Name <cases@support.example>',
};
/**
 * Reads how mail is sent.
 * @returns null when neither variable is set: mail is off
 * @throws ConfigError when only one of them is set
 */
export function readMail({ SMTP_URL: url, MAIL_FROM: from }) {
    if (!url && !from)
        return null;
    if (!url)
        missing('SMTP_URL', `MAIL_FROM turns mail on, so SMTP_URL ${mailRequirement.SMTP_URL}`);
    if (!from)
        missing('MAIL_FROM', `Mail needs a sender. MAIL_FROM ${mailRequirement.MAIL_FROM}`);
    return { url, from };
}
/** Returns what the operator should know about mail at the start, a line each. */
export function mailNotes(env, mail) {
    if (!mail)
        return ['Mail is off. To turn it on, set SMTP_URL and MAIL_FROM (README, Mail)'];
    const needed = ['CASEBRIDGE_SECRET_KEY', 'PUBLIC_URL'].filter((name) => !env[name]);
    return needed.length > 0 ? [`Emails have no buttons. To add them, set ${needed.join(' and ')}`] : [];
}
//# sourceMappingURL=mail.js.map