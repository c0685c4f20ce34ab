/** A platform says that a user changed or left: the next word from that identity asks the platform anew, and until then it is nobody's. */
export async function forgetIdentity(services, platform, userId) {
    await services.db.prisma.identity.updateMany({
        where: { platform, userId },
        data: { email: null, personId: null, checkedAt: new Date(0) },
    });
}
//# sourceMappingURL=forget-identity.js.map