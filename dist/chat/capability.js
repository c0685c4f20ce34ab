// What a file of this room adds to what people can do: commands, actions (buttons and selects) and forms. The types here are those of the
// registry, which knows only text; `define-command.ts`, `define-action.ts` and `define-form.ts` make them from typed definitions.
import { CaseError } from "../domain/case-error.js";
import { authorize } from "../domain/permission.js";
import { isAuthorized } from "../domain/person.js";
/**
 * Returns the person's chat identity, for what needs a platform.
 * @throws CaseError elsewhere, for a link in an email
 */
export function speakerOf({ speaker }) {
    if (speaker)
        return speaker;
    throw new CaseError('elsewhere', "You can't do this from an email.", 'Do it in Slack or Teams.');
}
/**
 * Returns the person as an advisor.
 * @throws CaseError not-allowed
 */
export function asAdvisor({ person }) {
    if (person.kind === 'advisor')
        return person;
    throw new CaseError('not-allowed', 'Only advisors can do that.', 'Type help to see what you can do.');
}
/**
 * Returns the person as an Authorized Contact.
 * @throws CaseError not-allowed
 */
export function asContact({ person }) {
    if (isAuthorized(person))
        return person;
    authorize(person, 'confirm');
    throw new CaseError('not-allowed', 'Only Authorized Contacts can do that.', 'Type help to see what you can do.');
}
/** Makes a command available to everyone in the directory. */
export const everyone = () => true;
/** Makes a command available to advisors only. */
export const advisorsOnly = (person) => person.kind === 'advisor';
//# sourceMappingURL=capability.js.map