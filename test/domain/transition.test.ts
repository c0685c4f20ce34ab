// Every cell of the life cycle (action x status), written out from the process, not from the code.
import { describe, expect, it } from 'vitest';
import { CaseError } from '../../src/domain/case-error.ts';
import { statuses, type Status } from '../../src/domain/status.ts';
import { actions, reopenUntil, transition, type Action, type CaseState, type Moment } from '../../src/domain/transition.ts';

const now = new Date('2026-11-24T12:00:00Z');
const at: Moment = { now, reopenWithin: 60, formerAdvisorActive: true };
const day = 86_400_000;

function state(status: Status, over: Partial<CaseState> = {}): CaseState {
  return { status, askedFrom: null, advisorId: 7, closedAt: status === 'Closed' ? now : null, accountId: 1, ...over };
}

// N New, A Assigned, R Assist Request, I Pending Customer Input, V Pending Customer Verification, S Scheduled, D Assigned to Development,
// F Available in Release, C Closed; '-' refused. An advisor is assigned; the question of I was asked from Assigned.
const letters: Record<string, Status> = { N: 'New', A: 'Assigned', R: 'AssistRequest', I: 'PendingCustomerInput', V: 'PendingCustomerVerification', S: 'Scheduled', D: 'AssignedToDevelopment', F: 'AvailableInRelease', C: 'Closed' }; // prettier-ignore
const table: Record<Exclude<Action, 'open'>, string> = {
  //          N A R I V S D F C
  claim: /**/ 'A A R I V S D F -',
  assign: /**/ 'A A R I V S D F -',
  ask: /**/ 'I I I I I I I I -',
  answer: /**/ '- - - A - - - - -',
  resolve: /**/ 'V V V V V V V V -',
  confirm: /**/ '- - - - C - - C -',
  decline: /**/ '- - - - A - - A -',
  schedule: /**/ 'S S S S - - - - -',
  resumeScheduled: /**/ '- - - - - A - - -',
  escalate: /**/ 'R R - R - R - - -',
  return: /**/ '- - A - - - - - -',
  qualify: /**/ 'D D D D D D D D -',
  unlink: /**/ 'N A R I V S A A -',
  fixed: /**/ '- - - - - - F - -',
  close: /**/ 'C C C C C C C C -',
  noResponse: /**/ '- - - C C - - C -',
  reopen: /**/ '- - - - - - - - A',
};
const order = Object.values(letters);
const cells = (Object.keys(table) as (keyof typeof table)[]).flatMap((action) =>
  table[action].split(' ').map((to, index) => [action, order[index] ?? 'New', letters[to] ?? null] as const),
);

describe('the life cycle', () => {
  it('has a cell for every action and status', () => {
    expect(cells).toHaveLength((actions.length - 1) * statuses.length);
  });

  it.each(cells)('%s on %s: %s', (action, from, to) => {
    const before = state(from, { askedFrom: from === 'PendingCustomerInput' ? 'Assigned' : null });
    if (to !== null) {
      expect(transition(action, before, at).status).toBe(to);
      return;
    }
    const refused = catchError(() => transition(action, before, at));
    expect(refused).toBeInstanceOf(CaseError);
    expect(refused).toMatchObject({ code: 'not-now', next: expect.stringMatching(/\w/) as string });
  });

  it('starts with status New', () => {
    expect(transition('open', state('New'), at)).toEqual({ status: 'New', askedFrom: null });
  });
});

describe('a question', () => {
  it.each(statuses.filter((status) => status !== 'Closed' && status !== 'PendingCustomerInput'))(
    'asked from %s leads back there',
    (from) => {
      const asked = transition('ask', state(from), at);
      expect(asked).toEqual({ status: 'PendingCustomerInput', askedFrom: from });
      expect(transition('answer', state(asked.status, asked), at)).toEqual({
        status: from === 'New' ? 'Assigned' : from,
        askedFrom: null,
      });
    },
  );

  it('asked from New leads back to New, or to Assigned when somebody claims the case in between', () => {
    const asked = transition('ask', state('New', { advisorId: null }), at);
    expect(transition('answer', state(asked.status, { ...asked, advisorId: null }), at).status).toBe('New');
    expect(transition('claim', state(asked.status, { ...asked, advisorId: null }), at)).toEqual({
      status: 'PendingCustomerInput',
      askedFrom: 'New',
    });
    expect(transition('answer', state(asked.status, { ...asked, advisorId: 9 }), at).status).toBe('Assigned');
  });

  it('asked twice leads back to where the first one was asked', () => {
    const twice = transition('ask', state('PendingCustomerInput', { askedFrom: 'AssistRequest' }), at);
    expect(twice).toEqual({ status: 'PendingCustomerInput', askedFrom: 'AssistRequest' });
  });

  it('asked from development leads back to support once the case is unlinked from its defect', () => {
    const asked = state('PendingCustomerInput', { askedFrom: 'AssignedToDevelopment' });
    expect(transition('unlink', asked, at)).toEqual({ status: 'PendingCustomerInput', askedFrom: 'Assigned' });
    expect(transition('unlink', { ...asked, advisorId: null }, at).askedFrom).toBe('New');
    expect(transition('unlink', { ...asked, askedFrom: 'AssistRequest' }, at).askedFrom).toBe('AssistRequest');
  });

  it('asked from development does not prevent the fix from arriving', () => {
    const asked = state('PendingCustomerInput', { askedFrom: 'AssignedToDevelopment' });
    expect(transition('fixed', asked, at)).toEqual({ status: 'AvailableInRelease', askedFrom: null });
  });
});

describe('while nobody is assigned', () => {
  it.each([
    ['decline', 'PendingCustomerVerification'],
    ['decline', 'AvailableInRelease'],
    ['resumeScheduled', 'Scheduled'],
    ['unlink', 'AssignedToDevelopment'],
    ['unlink', 'AvailableInRelease'],
  ] as const)('%s on %s makes the case New', (action, from) => {
    expect(transition(action, state(from, { advisorId: null }), at).status).toBe('New');
  });
});

describe('reopening', () => {
  const closedAt = now;
  const closed = state('Closed', { closedAt });

  it('is possible until the last moment of the 60th day', () => {
    expect(reopenUntil(closedAt, 60)).toEqual(new Date(closedAt.getTime() + 60 * day));
    expect(transition('reopen', closed, { ...at, now: new Date(closedAt.getTime() + 60 * day) }).status).toBe('Assigned');
    const late = catchError(() => transition('reopen', closed, { ...at, now: new Date(closedAt.getTime() + 60 * day + 1) }));
    expect(late).toMatchObject({ code: 'not-now', next: expect.stringContaining('new case') as string });
  });

  it('leads to New when the former advisor is no longer active', () => {
    expect(transition('reopen', closed, { ...at, formerAdvisorActive: false }).status).toBe('New');
  });
});

function catchError(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return null;
}
