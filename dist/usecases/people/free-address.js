import { invalidChange } from "../../domain/contact-change.js";
/**
 * Whether an account's contact may have this address. Of another account's people nothing is told but that the address is in use.
 * @param email lower case
 * @returns the removed contact of this account who had it and is taken back by adding them; null where nobody had it
 * @throws CaseError invalid-change, at the field `email`
 */
export async function freeAddress(tx, accountId, email) {
    const has = await tx.person.findUnique({ where: { email } });
    if (!has)
        return null;
    if (has.kind !== 'contact' || has.accountId !== accountId)
        throw addressInUse();
    if (has.active)
        throw invalidChange({ email: `${has.name} has this address already.` });
    return has;
}
export function addressInUse() {
    return invalidChange({ email: 'This address is in use elsewhere; use another one.' });
}
//# sourceMappingURL=free-address.js.map