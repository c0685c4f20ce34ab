// What a "Modify Support Contacts" case asks for, as it stands on the case.
import { fieldsOf } from "../../domain/contact-change.js";
import { isOpen } from "../../domain/status.js";
export function requestedChange({ contactChange, contactChangedAt }) {
    if (!contactChange)
        return [];
    const fields = fieldsOf(contactChange).map(({ label, value }) => ({ label, value: [value] }));
    const applied = contactChangedAt
        ? [{ kind: 'context', text: ['The change was applied on ', { at: contactChangedAt, as: 'moment' }, '.'] }]
        : [];
    return [{ kind: 'fields', fields }, ...applied];
}
/** Whether an advisor's press carries it out. */
export function stillToApply({ status, contactChange, contactChangedAt }) {
    return isOpen(status) && contactChange !== null && contactChangedAt === null;
}
//# sourceMappingURL=requested-change.js.map