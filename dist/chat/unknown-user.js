import { phoneLink } from "./cases/phone.js";
/**
 * What somebody is told whom the directory does not know: nothing of any case, but the way in.
 * @param wrote whether they have just written in the thread of a case
 */
export function unknownUserCard(services, actor, wrote = false) {
    const { brand, supportPhone } = services.settings;
    const contacts = actor.authorizedContacts;
    return {
        summary: `${brand} does not know you yet`,
        elements: [
            ...(wrote ? [{ kind: 'callout', tone: 'warning', text: ['Your words were not recorded.'] }] : []),
            {
                kind: 'text',
                text: [
                    { bold: `${brand} does not know you yet.` },
                    ' Only Authorized Contacts of a district, and its Read-Only Contacts, can work with cases here.',
                ],
            },
            ...(contacts.length > 0
                ? [
                    {
                        kind: 'text',
                        text: [
                            `Authorized Contacts of your district: ${contacts.map(({ name, email }) => `${name} (${email})`).join(', ')}. They can open a case for you, or a case of type “Modify Support Contacts” to make you one.`,
                        ],
                    },
                ]
                : [
                    {
                        kind: 'text',
                        text: ['Ask an Authorized Contact of your district to open a case of type “Modify Support Contacts” for you.'],
                    },
                ]),
            {
                kind: 'context',
                text: [
                    'You are known by the confirmed e-mail address of your chat profile. Is it the one your district gave to ',
                    brand,
                    '?',
                    ...(supportPhone === null ? [] : [' Otherwise phone ', phoneLink(supportPhone), '.']),
                ],
            },
        ],
    };
}
//# sourceMappingURL=unknown-user.js.map