import { describe, expect, it } from 'vitest';
import { lifeCycle } from '../../src/domain/status-moves.ts';
import { statuses } from '../../src/domain/status.ts';

describe('the life cycle, read back from its table', () => {
  const { from, fromAnyOpen } = lifeCycle();
  const written = (moves: readonly { action: string; to: string }[]) => moves.map(({ action, to }) => `${action} ${to}`);

  it('lists once what every open status allows', () => {
    expect(written(fromAnyOpen)).toEqual([
      'ask PendingCustomerInput',
      'resolve PendingCustomerVerification',
      'qualify AssignedToDevelopment',
      'close Closed',
    ]);
  });

  it.each([
    ['New', ['claim Assigned', 'assign Assigned', 'schedule Scheduled', 'escalate AssistRequest']],
    ['Assigned', ['schedule Scheduled', 'escalate AssistRequest']],
    ['AssistRequest', ['schedule Scheduled', 'return Assigned']],
    [
      'PendingCustomerInput',
      ['answer asked', 'schedule Scheduled', 'escalate AssistRequest', 'fixed AvailableInRelease', 'noResponse Closed'],
    ],
    ['PendingCustomerVerification', ['confirm Closed', 'decline Assigned', 'noResponse Closed']],
    ['Scheduled', ['resumeScheduled Assigned', 'escalate AssistRequest']],
    ['AssignedToDevelopment', ['unlink Assigned', 'fixed AvailableInRelease']],
    ['AvailableInRelease', ['confirm Closed', 'decline Assigned', 'unlink Assigned', 'noResponse Closed']],
    ['Closed', ['reopen Assigned']],
  ] as const)('lists what else %s allows', (status, moves) => {
    expect(written(from[status])).toEqual(moves);
  });

  it('has an entry for every status', () => expect(Object.keys(from)).toEqual([...statuses]));
});
