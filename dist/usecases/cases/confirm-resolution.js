import { changeCase } from "../change-case.js";
/** The contact says that it is resolved: the case closes (Resolved). */
export function confirmResolution(services, contact, number, request) {
    return changeCase(services, contact, number, 'confirm', request, () => ({
        action: 'confirm',
        patch: { closedAt: services.clock.now(), closeReason: 'Resolved' },
        post: { kind: 'event', action: 'confirm', body: '' },
        why: 'Resolved',
    }));
}
//# sourceMappingURL=confirm-resolution.js.map