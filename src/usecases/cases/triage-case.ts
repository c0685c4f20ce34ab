import { CaseError } from '../../domain/case-error.ts';
import type { Advisor } from '../../domain/person.ts';
import { fieldError } from '../../domain/form-errors.ts';
import { isLower, loweredAction, type Priority } from '../../domain/priority.ts';
import { isOpen } from '../../domain/status.ts';
import { suggestPriority, type Answers, type Triage } from '../../domain/triage.ts';
import { changeCase, type Change } from '../change-case.ts';
import { setPriority } from '../set-priority.ts';
import { readAll } from '../read-all.ts';
import { optionalTextInput, textInput } from '../text-input.ts';
import type { Outcome, RequestContext, Services } from '../context.ts';

/**
 * Stores an impact assessment with the case and sets its priority.
 * @param input.why required when the chosen priority differs from the suggested one; advisors only
 * @param input.toContact goes to the contact with the changed priority; required when it is lowered
 * @throws CaseError empty, too-long, not-now, no-change
 */
export function triageCase(
  services: Services,
  advisor: Advisor,
  input: { number: number; answers: Answers; chosen: Priority; why: string; toContact?: string },
  request: RequestContext,
): Promise<Outcome> {
  const { answers, chosen } = input;
  const { priority: suggested, reasons } = suggestPriority(answers);
  return changeCase(services, advisor, input.number, 'triage', request, async (locked) => {
    if (!isOpen(locked.status))
      throw new CaseError(
        'not-now',
        "This case is closed, so there's nothing to triage.",
        'An Authorized Contact can reopen it.',
      );
    const { why, toContact } = await readAll({
      why: () => (chosen === suggested ? optionalTextInput(input.why, 'why') : textInput(input.why, 'why', 'Enter a reason.')),
      toContact: () => readMessage(input.toContact ?? '', { from: locked.priority, to: chosen }),
    });
    const triage: Triage = { answers, suggested, chosen, why, by: advisor.name, at: services.clock.now() };
    const isNew = chosen !== locked.priority;
    return {
      patch: { triage: { ...triage, at: triage.at.toISOString() }, ...(isNew ? setPriority(chosen) : {}) },
      // the assessment is internal; contacts only see a changed priority
      post: isNew ? priorityPost(locked.priority, chosen, toContact) : undefined,
      history: { action: 'triage', from: locked.priority, to: chosen },
      why: why ?? reasons.join(' '),
    };
  });
}

/** Reads the message to the contact. @throws CaseError empty, too-long; no-change when there is no news to send it with */
function readMessage(text: string, { from, to }: { from: Priority; to: Priority }): string | null {
  if (isLower(to, from)) return textInput(text, 'to-contact', 'Tell the contact why the priority is lower.');
  const message = optionalTextInput(text, 'to-contact');
  if (message === null || from !== to) return message;
  throw fieldError('no-change', 'to-contact', `The priority stays ${from}, so the contact gets no message. Leave this blank.`);
}

/** Tells both sides of another priority. @param toContact why; always there when it is lower */
function priorityPost(from: Priority, to: Priority, toContact: string | null): NonNullable<Change['post']> {
  const said = (toContact ?? '').replace(/\s+/g, ' ').replace(/[.\s]+$/, '');
  const reason = said === '' ? '' : `: ${said}`;
  return isLower(to, from)
    ? { kind: 'event', action: loweredAction, body: `lowered the priority from ${from} to ${to}${reason}` }
    : { kind: 'event', action: 'triage', body: `set the priority to ${to}${reason}` };
}
