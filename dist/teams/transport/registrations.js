/** What `npx casebridge teams add` stores beside a running bot is known within this time (ms). */
const readAgainAfter = 30_000;
export function createRegistrations({ app }, installations, clock) {
    let stored = [];
    let readAt = -Infinity;
    const all = async () => {
        const now = clock.now().getTime();
        if (installations && now - readAt > readAgainAfter) {
            stored = (await installations.list('teams')).flatMap(({ appId, token, workspaceId }) => appId ? [{ appId, password: token, tenantId: workspaceId }] : []);
            readAt = now;
        }
        return [app, ...stored];
    };
    return {
        ofApp: async (appId) => (await all()).find((one) => one.appId === appId) ?? null,
        ofTenant: async (tenantId) => {
            const known = await all();
            return known.find((one) => one.tenantId === tenantId) ?? known.find((one) => one.tenantId === null) ?? null;
        },
    };
}
//# sourceMappingURL=registrations.js.map