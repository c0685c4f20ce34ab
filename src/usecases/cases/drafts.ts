import { CaseError } from '../../domain/case-error.ts';
import type { Person } from '../../domain/person.ts';
import type { Services } from '../context.ts';

/**
 * Keeps a message until it is posted or becomes a case.
 * @returns the draft's id, short enough for the value of a button
 */
export async function saveDraft(services: Services, actor: Person, draft: { text: string; link?: string }): Promise<string> {
  return (await services.db.prisma.draft.create({ data: { personId: actor.id, text: draft.text, link: draft.link } })).id;
}

/**
 * Loads a draft of this person.
 * @throws CaseError draft-gone after a week, and for everybody but its author
 */
export async function loadDraft(services: Services, actor: Person, id: string): Promise<{ text: string; link: string | null }> {
  const draft = await services.db.prisma.draft.findFirst({ where: { id, personId: actor.id } });
  if (!draft) throw new CaseError('draft-gone', 'That message is no longer saved.', 'Please write it again.');
  return { text: draft.text, link: draft.link };
}
