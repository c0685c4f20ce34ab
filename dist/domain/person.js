/** An Authorized Contact: Support, Technical or Implementation. */
export function isAuthorized(person) {
    return person.kind === 'contact' && person.contactType !== 'readOnly';
}
//# sourceMappingURL=person.js.map