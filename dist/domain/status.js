export const statuses = [
    'New',
    'Assigned',
    'AssistRequest',
    'PendingCustomerInput',
    'PendingCustomerVerification',
    'Scheduled',
    'AssignedToDevelopment',
    'AvailableInRelease',
    'Closed',
];
const facts = {
    New: { label: 'New', waitsOn: 'support' },
    Assigned: { label: 'Assigned', waitsOn: 'support' },
    AssistRequest: { label: 'Assist Request', waitsOn: 'team' },
    PendingCustomerInput: { label: 'Pending Customer Input', waitsOn: 'contact' },
    PendingCustomerVerification: { label: 'Pending Customer Verification', waitsOn: 'contact' },
    Scheduled: { label: 'Scheduled', waitsOn: 'support' },
    AssignedToDevelopment: { label: 'Assigned to Development', waitsOn: 'development' },
    AvailableInRelease: { label: 'Available in Release', waitsOn: 'contact' },
    Closed: { label: 'Closed', waitsOn: 'nobody' },
};
export const statusLabel = (status) => facts[status].label;
export const waitsOn = (status) => facts[status].waitsOn;
/** "Any open" of the process is every status but Closed. */
export const isOpen = (status) => status !== 'Closed';
/** Every status whose name begins so, whatever the case and the spaces: `pending` means both. Empty: none does. */
export function statusesMatching(prefix) {
    const wanted = squeeze(prefix);
    return wanted === '' ? [] : statuses.filter((status) => squeeze(facts[status].label).startsWith(wanted));
}
function squeeze(text) {
    return text.toLowerCase().replace(/[\s_-]+/g, '');
}
//# sourceMappingURL=status.js.map