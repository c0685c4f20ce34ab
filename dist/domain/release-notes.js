// Release notes as Markdown: grouped by module, written for customers, no account named (process.md, Releases).
import { CaseError } from "./case-error.js";
import { showsSomething } from "./case-input.js";
/** Critical defects are fixed in an Rx pack, the rest in a release: the name says which. */
export function isRxPack(name) {
    return /^rx\b/i.test(name);
}
/** The longest note of one defect, and the longest name of a release, in characters. */
export const maxReleaseNoteLength = 1000;
export const maxReleaseNameLength = 60;
/** The whole file. @param modules as for `notesByModule` @returns CommonMark */
export function releaseNotes(release, modules) {
    return [`# ${escape(release.name)}`, datedWords(release), notesByModule(release, modules)].join('\n\n');
}
export function datedWords({ date, published }) {
    return `${published ? 'Published, dated' : 'Planned for'} ${date}`;
}
/**
 * @param modules in the order in which the support organisation lists them; others follow by name
 * @returns CommonMark, a heading for each module and a line for each defect
 */
export function notesByModule(release, modules) {
    const present = [...new Set(release.defects.map(({ module }) => module))];
    const place = (module) => (modules.includes(module) ? modules.indexOf(module) : modules.length);
    const ordered = present.sort((a, b) => place(a) - place(b) || a.localeCompare(b));
    const sections = ordered.map((module) => {
        const defects = release.defects.filter((one) => one.module === module).sort(byNumber);
        const lines = defects.map(({ number, releaseNote }) => `- ${releaseNote ?? '(no release note yet)'} (${number})`);
        return `## ${escape(module)}\n\n${lines.join('\n')}`;
    });
    return sections.join('\n\n');
}
/**
 * What a defect's note says to customers: one paragraph, in which no account is named.
 * @param accounts every account's name
 * @param field the form field it came from
 * @returns null for an empty one
 * @throws CaseError bad-release-note
 */
export function parseReleaseNote(text, accounts, field) {
    const note = text.replace(/\s+/g, ' ').trim();
    if (!showsSomething(note))
        return null;
    const named = accounts.find((name) => names(note, name));
    const mistake = named !== undefined
        ? `Every customer reads this: do not name ${named}.`
        : note.length > maxReleaseNoteLength
            ? `This is ${note.length} characters long; ${maxReleaseNoteLength} is the most.`
            : null;
    if (mistake !== null)
        throw new CaseError('bad-release-note', mistake, undefined, { [field]: mistake });
    return note;
}
/** Whether the text has the name as words of its own, whatever its letter case, spaces and invisible characters. */
function names(text, name) {
    const fold = (words) => words
        .normalize('NFKC')
        .replace(/\p{Cf}/gu, '')
        .replace(/\s+/g, ' ')
        .trim()
        .toLowerCase();
    const [within, wanted] = [fold(text), fold(name)];
    const isLetter = (char) => /[\p{L}\p{N}]/u.test(char ?? '');
    for (let at = within.indexOf(wanted); at >= 0 && wanted !== ''; at = within.indexOf(wanted, at + 1)) {
        if (!isLetter(within[at - 1]) && !isLetter(within[at + wanted.length]))
            return true;
    }
    return false;
}
function byNumber(a, b) {
    return a.number.localeCompare(b.number, 'en', { numeric: true });
}
function escape(text) {
    return text.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&');
}
//# sourceMappingURL=release-notes.js.map