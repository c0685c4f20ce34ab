import { CaseError } from "../../domain/case-error.js";
import { changeCase } from "../change-case.js";
/**
 * The contact of a critical case has phoned.
 * @throws CaseError no-call-expected
 */
export function confirmPhoneCall(services, advisor, number, request) {
    return changeCase(services, advisor, number, 'tick-phone-call', request, (locked) => {
        if (!locked.phoneCallExpected)
            throw new CaseError('no-call-expected', 'No phone call is expected on this case any more.');
        return { patch: { phoneCallExpected: false }, history: { action: 'phone-call' } };
    });
}
//# sourceMappingURL=confirm-phone-call.js.map