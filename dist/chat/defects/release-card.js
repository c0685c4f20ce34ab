// Releases as leads see them: how far their cases are, and what they say to customers.
import { datedWords, isRxPack, notesByModule } from "../../domain/release-notes.js";
const markFixed = { kind: 'button', label: 'Mark fixed', action: 'mark-fixed', value: '' };
export function releasesCard({ total, page, pages, rows }) {
    const count = total === 1 ? '1 release' : `${total.toLocaleString('en-US')} releases`;
    const turnTo = (label, to) => ({ kind: 'button', label, action: 'releases', value: String(to) });
    return {
        summary: `Releases: ${count}`,
        elements: [
            { kind: 'heading', text: 'Releases and Rx packs' },
            ...(total === 0
                ? [{ kind: 'text', text: ['There is none yet. Mark a defect as fixed: its release is made with it.'] }]
                : [
                    { kind: 'context', text: [`${count}, newest first${pages > 1 ? ` · page ${page} of ${pages}` : ''}`] },
                    ...rows.map(row),
                ]),
            {
                kind: 'actions',
                actions: [
                    ...(page > 1 ? [turnTo('Previous page', page - 1)] : []),
                    ...(page < pages ? [turnTo('Next page', page + 1)] : []),
                    { ...markFixed, style: 'primary' },
                ],
            },
        ],
    };
}
function row(release) {
    const { id, name, defects, progress } = release;
    const counted = defects === 1 ? '1 defect' : `${defects} defects`;
    return {
        kind: 'listItem',
        text: [{ bold: name }, ` ${datedWords({ ...release, published: release.publishedAt !== null })}`],
        detail: [`${counted} · ${movedWords(progress)}`],
        button: { kind: 'button', label: 'View', action: 'release-view', value: String(id) },
    };
}
/** Rows with a button are long: the rest is counted. */
const shownDefects = 15;
/** @param said what was just done, if anything */
export function releaseCard(release, modules, request) {
    const { id, name, progress, published, defects } = release;
    const button = (label, action) => ({ kind: 'button', label, action, value: String(id) });
    const rest = defects.length - shownDefects;
    return {
        summary: `${name}: ${movedWords(progress)}`,
        title: name.slice(0, 24),
        elements: [
            { kind: 'heading', text: name },
            ...(request ? [{ kind: 'callout', tone: 'good', text: [request] }] : []),
            { kind: 'fields', fields: fieldsOf(release) },
            ...(progress.undelivered > 0
                ? [
                    {
                        kind: 'callout',
                        tone: 'warning',
                        text: [
                            { bold: `${progress.undelivered} not delivered` },
                            ': each stands on its case; an operator can send them again.',
                        ],
                    },
                ]
                : []),
            {
                kind: 'actions',
                actions: [
                    ...(published ? [] : [{ ...button('Publish', 'publish'), style: 'primary' }, markFixed]),
                    button('Show progress', 'release-view'),
                ],
            },
            ...(published
                ? [{ kind: 'divider' }, { kind: 'markdown', text: notesByModule(release, modules) }]
                : [
                    ...defects.slice(0, shownDefects).map(defectRow),
                    ...(rest > 0 ? [{ kind: 'context', text: [`and ${rest} more`] }] : []),
                ]),
        ],
    };
}
function fieldsOf(release) {
    const { progress, published, defects, name } = release;
    const told = `${progress.told} told${progress.toBeTold > 0 ? `, ${progress.toBeTold} follow within minutes` : ''}`;
    return [
        { label: isRxPack(name) ? 'Rx pack' : 'Release', value: [{ bold: datedWords(release) }] },
        { label: 'Defects', value: [String(defects.length)] },
        { label: 'Cases', value: [movedWords(progress)] },
        ...(published ? [{ label: 'Publishing', value: [told] }] : []),
    ];
}
function defectRow({ number, module, releaseNote }) {
    return {
        kind: 'listItem',
        text: [{ bold: number }, ` ${module}`],
        detail: [releaseNote ?? 'No release note yet: publishing asks for it.'],
        button: { kind: 'button', label: 'View', action: 'defect-view', value: number },
    };
}
/** How far the moving is. */
export function movedWords({ moved, waiting }) {
    const total = moved + waiting;
    if (total === 0)
        return 'no case waits for it';
    const rest = waiting > 0 ? '; the rest follows within minutes' : '';
    return `${moved.toLocaleString('en-US')} of ${total === 1 ? '1 case' : `${total.toLocaleString('en-US')} cases`} moved${rest}`;
}
//# sourceMappingURL=release-card.js.map