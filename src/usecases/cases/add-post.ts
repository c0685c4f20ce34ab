import { asNote } from '../../domain/note.ts';
import type { Person } from '../../domain/person.ts';
import { originalOf } from '../../domain/close-reason.ts';
import { reopenUntil } from '../../domain/transition.ts';
import { isOpen } from '../../domain/status.ts';
import { noteAction } from './add-note.ts';
import { changeCase, type Change } from '../change-case.ts';
import { textInput } from '../text-input.ts';
import type { Changed, RequestContext, Services } from '../context.ts';
import type { Case } from '../../db/generated/client.ts';

/** What a post on a closed case offers: the case it duplicates, and whether it can be reopened. */
export interface ClosedOffer {
  duplicateOf: number | null;
  canReopen: boolean;
}

type Offer = 'verify' | ClosedOffer;

/** The post that was added, and what to offer its author: `verify` asks whether it is resolved. */
export type PostOutcome = (Changed & { kind: 'public' | 'note'; offer?: Offer }) | 'repeat';

/**
 * Adds a post to a case. An advisor's text that begins with `//` becomes an internal note, and so does everything an advisor writes in
 * the conversation of an internal team. A contact's post answers an open question; on a resolution or a closed case it changes no status.
 * @param input.text CommonMark; may be empty where the request has files
 * @param input.team the team in whose conversation it was written
 * @throws CaseError empty, too-long, not-allowed
 */
export async function addPost(
  services: Services,
  actor: Person,
  input: { number: number; text: string; team?: string | null },
  request: RequestContext,
): Promise<PostOutcome> {
  const marked = actor.kind === 'advisor' ? asNote(input.text) : null;
  const note = input.team ? (marked ?? input.text) : marked;
  const kind = note === null ? 'public' : 'note';
  const body = textInput(note ?? input.text, 'post', 'Enter a message.', { files: request.files });
  let offer: Offer | undefined;
  const outcome = await changeCase(services, actor, input.number, kind === 'note' ? 'note' : 'post', request, (locked) => {
    if (kind === 'note') return { post: { kind, body, action: noteAction(actor, locked, input.team) } };
    if (actor.kind === 'advisor') return { post: { kind, body } };
    offer = offerAfter(services, locked);
    return contactsPost(locked, body);
  });
  return outcome === 'repeat' ? 'repeat' : { ...outcome, kind, offer };
}

/** Returns the change that a contact's post makes. */
export function contactsPost(locked: Case, body: string): Change {
  const answers = locked.status === 'PendingCustomerInput';
  return { action: answers ? 'answer' : undefined, post: { kind: 'public', action: answers ? 'answer' : undefined, body } };
}

function offerAfter({ settings, clock }: Services, locked: Case): Offer | undefined {
  const { status, closedAt, closeReason, releaseNotifiedAt } = locked;
  if (!isOpen(status))
    return {
      duplicateOf: closeReason === null ? null : originalOf(closeReason),
      canReopen: closedAt !== null && clock.now() <= reopenUntil(closedAt, settings.reopenWithin),
    };
  // a fix can be verified when its release is published
  const isFixed = status === 'AvailableInRelease' && releaseNotifiedAt !== null;
  return isFixed || status === 'PendingCustomerVerification' ? 'verify' : undefined;
}
