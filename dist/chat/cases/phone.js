/** A telephone number one can tap. */
export function phoneLink(supportPhone) {
    return { link: `tel:${supportPhone.replace(/[^+\d]/g, '')}`, text: supportPhone };
}
/** Asks the contact of a critical case to call; empty where no support phone is configured. */
export function phoneUs({ brand, supportPhone }) {
    if (supportPhone === null)
        return [];
    const text = [{ bold: 'Critical: please phone now.' }, ` ${brand} expects your call at `, phoneLink(supportPhone), '.'];
    return [{ kind: 'callout', tone: 'danger', text }];
}
//# sourceMappingURL=phone.js.map