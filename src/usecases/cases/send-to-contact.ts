// What a team writes is internal. An advisor sends it on to the contact as a post of their own.
import { CaseError } from '../../domain/case-error.ts';
import { asNote } from '../../domain/note.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import { teamAnswer } from './add-note.ts';
import { changeCase } from '../change-case.ts';
import type { PostFacts } from '../case-facts.ts';
import { postFacts } from '../read-case-facts.ts';
import type { Outcome, RequestContext, Services } from '../context.ts';
import { textInput } from '../text-input.ts';

/**
 * Loads a team's answer as it reads now.
 * @throws CaseError no-answer when the post is not a team's answer or was deleted
 */
export async function answerToSendOn(services: Services, advisor: Advisor, number: number, postId: number): Promise<PostFacts> {
  authorize(advisor, 'post');
  const where = { id: postId, kind: 'note' as const, action: teamAnswer, deletedAt: null, case: { number } };
  const found = await services.db.prisma.post.findFirst({ where });
  if (!found) throw new CaseError('no-answer', 'This answer is no longer available.', 'Check the case, or write your own post.');
  return postFacts(found);
}

/**
 * Posts a team's answer to the contact in the advisor's name. A case that is with the team returns to the advisor.
 * @param input.text CommonMark, as the advisor wants the contact to read it
 * @throws CaseError empty, too-long, a-note
 */
export async function sendToContact(
  services: Services,
  advisor: Advisor,
  input: { number: number; text: string },
  request: RequestContext,
): Promise<Outcome> {
  const body = textInput(input.text, 'post', 'Enter a message to the contact.');
  if (asNote(body) !== null) {
    const message = 'Text that starts with // is internal. Remove the // to send it to the contact.';
    throw new CaseError('a-note', message, undefined, { post: message });
  }
  return changeCase(services, advisor, input.number, 'post', request, ({ status, team }) =>
    status === 'AssistRequest'
      ? { action: 'return', post: { kind: 'public', action: 'return', body }, why: `from ${team ?? 'the team'}` }
      : { post: { kind: 'public', body } },
  );
}
