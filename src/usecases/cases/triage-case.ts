import { CaseError } from '../../domain/case-error.ts';
import type { Advisor } from '../../domain/person.ts';
import { isLower, loweredAction, type Priority } from '../../domain/priority.ts';
import { isOpen } from '../../domain/status.ts';
import { suggestPriority, type Answers, type Triage } from '../../domain/triage.ts';
import { changeCase, type Change } from '../change-case.ts';
import { setPriority } from '../set-priority.ts';
import { readAll } from '../read-all.ts';
import { textInput } from '../text-input.ts';
import type { Outcome, RequestContext, Services } from '../context.ts';

/**
 * Stores an impact assessment with the case and sets its priority.
 * @param input.why required when the chosen priority differs from the suggested one; advisors only
 * @param input.toContact required when the priority is lowered; the contact reads it
 * @throws CaseError empty, too-long, not-now
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
    const { why, lowered } = await readAll({
      why: () => (chosen === suggested ? null : textInput(input.why, 'why', 'Enter a reason.')),
      lowered: () =>
        isLower(chosen, locked.priority)
          ? textInput(input.toContact ?? '', 'to-contact', 'Tell the contact why the priority is lower.')
          : null,
    });
    const triage: Triage = { answers, suggested, chosen, why, by: advisor.name, at: services.clock.now() };
    const isNew = chosen !== locked.priority;
    return {
      patch: { triage: { ...triage, at: triage.at.toISOString() }, ...(isNew ? setPriority(chosen) : {}) },
      // the assessment is internal; contacts only see a changed priority
      post: isNew ? priorityPost(locked.priority, chosen, lowered) : undefined,
      history: { action: 'triage', from: locked.priority, to: chosen },
      why: why ?? reasons.join(' '),
    };
  });
}

/** Tells both sides of another priority. @param lowered why it is lower */
function priorityPost(from: Priority, to: Priority, lowered: string | null): NonNullable<Change['post']> {
  if (lowered === null) return { kind: 'event', action: 'triage', body: `set the priority to ${to}` };
  const reason = lowered.replace(/\s+/g, ' ').replace(/[.\s]+$/, '');
  return { kind: 'event', action: loweredAction, body: `lowered the priority from ${from} to ${to}: ${reason}` };
}
