import { CaseError } from '../../domain/case-error.ts';
import type { Person } from '../../domain/person.ts';
import type { Services } from '../context.ts';

/** Keeps words on their way into a post or a case. @returns the draft's id, short enough for a button */
export async function saveDraft(services: Services, actor: Person, draft: { text: string; link?: string }): Promise<string> {
  return (await services.db.prisma.draft.create({ data: { personId: actor.id, text: draft.text, link: draft.link } })).id;
}

/**
 * The words kept under an id, for their author alone.
 * @throws CaseError draft-gone after a week, or for anybody else
 */
export async function loadDraft(services: Services, actor: Person, id: string): Promise<{ text: string; link: string | null }> {
  const draft = await services.db.prisma.draft.findFirst({ where: { id, personId: actor.id } });
  if (!draft) throw new CaseError('draft-gone', 'These words are no longer kept here.', 'Write them again.');
  return { text: draft.text, link: draft.link };
}
