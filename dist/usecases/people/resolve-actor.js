/** How long a platform's word about a user is believed without asking again. */
const believedFor = 24 * 60 * 60 * 1000;
/**
 * Finds the person behind a chat identity, by the confirmed address that the platform itself reports. Trust follows the speaker's home
 * workspace: one listed for an account vouches for that account's contacts alone, the vendor's own for anybody, any other for nobody.
 * It is decided anew from the directory on every call, so a removed person or workspace counts at once.
 */
export async function resolveActor(services, speaker) {
    const known = await read(services, speaker);
    const stale = !known || services.clock.now().getTime() - known.checked_at.getTime() > believedFor;
    if (stale)
        await ask(services, speaker);
    const row = stale ? await read(services, speaker) : known;
    if (!row)
        throw new Error('an identity was written and is not there');
    if (row.bound_id !== row.person_id) {
        await services.db.prisma.identity.update({ where: { id: row.identity_id }, data: { personId: row.person_id } });
    }
    return {
        person: personOf(row),
        accountName: row.account_name,
        directChannel: row.direct_channel ?? '',
        timezone: row.timezone,
        authorizedContacts: row.person_id === null && row.home_account_id !== null ? await authorizedContacts(services, row.home_account_id) : [],
    };
}
/** Asked for everything anybody does, so it goes to the pool directly: through Prisma it costs twice the CPU. */
const statement = `
  select i.id identity_id, i.person_id bound_id, i.direct_channel, i.timezone, i.checked_at, w.account_id home_account_id,
         p.id person_id, p.name, p.email, p.kind, p.account_id, a.name account_name, p.contact_type, p.lead, p.team
  from identity i
  left join workspace w on w.platform = i.platform and w.external_id = i.home_workspace and w.active
  left join person p on p.email = i.email and p.active and w.external_id is not null
    and (w.account_id is null or (p.kind = 'contact' and p.account_id = w.account_id))
    and (p.account_id is null or exists (select from account o where o.id = p.account_id and o.active))
  left join account a on a.id = p.account_id
  where i.platform = $1::"Platform" and i.workspace_id = $2 and i.user_id = $3`;
async function read(services, speaker) {
    const values = [speaker.platform, speaker.workspaceId, speaker.userId];
    const { rows } = await services.db.pool.query({ name: 'who-is', text: statement, values });
    return rows[0];
}
async function ask(services, speaker) {
    const userDirectory = services.userDirectories[speaker.platform];
    if (!userDirectory)
        throw new Error(`no roster for ${speaker.platform}`);
    const facts = factsOf(await userDirectory.profile(speaker.workspaceId, speaker.userId, speaker.metIn), services.clock.now());
    const { platform, workspaceId, userId } = speaker;
    await services.db.prisma.identity.upsert({
        where: { platform_workspaceId_userId: { platform, workspaceId, userId } },
        create: { platform, workspaceId, userId, ...facts },
        update: facts,
    });
}
function factsOf(profile, checkedAt) {
    const { name, email, homeWorkspace, directChannel, timezone, gone } = profile;
    return { name, email: gone ? null : email, homeWorkspace, directChannel, timezone, checkedAt };
}
function personOf(row) {
    if (row.person_id === null)
        return null;
    const { person_id: id, name, email } = row;
    if (row.kind === 'advisor')
        return { kind: 'advisor', id, name, email, lead: row.lead, team: row.team };
    if (row.account_id === null || row.contact_type === null)
        return null;
    const contactType = row.contact_type === 'read-only' ? 'readOnly' : row.contact_type;
    return { kind: 'contact', id, name, email, accountId: row.account_id, contactType };
}
function authorizedContacts(services, accountId) {
    return services.db.prisma.person.findMany({
        where: { accountId, active: true, contactType: { in: ['support', 'technical', 'implementation'] } },
        select: { name: true, email: true, contactType: true },
        orderBy: { name: 'asc' },
        take: 10,
    });
}
//# sourceMappingURL=resolve-actor.js.map