import { CaseError } from "../../domain/case-error.js";
/** Keeps words on their way into a post or a case. @returns the draft's id, short enough for a button */
export async function saveDraft(services, actor, draft) {
    return (await services.db.prisma.draft.create({ data: { personId: actor.id, text: draft.text, link: draft.link } })).id;
}
/**
 * The words kept under an id, for their author alone.
 * @throws CaseError draft-gone after a week, or for anybody else
 */
export async function loadDraft(services, actor, id) {
    const draft = await services.db.prisma.draft.findFirst({ where: { id, personId: actor.id } });
    if (!draft)
        throw new CaseError('draft-gone', 'These words are no longer kept here.', 'Write them again.');
    return { text: draft.text, link: draft.link };
}
//# sourceMappingURL=drafts.js.map