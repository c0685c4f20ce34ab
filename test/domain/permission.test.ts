// Who may do what, written out from the process: every permission for every role.
import { describe, expect, it } from 'vitest';
import { can, permissions, permissionsNow, authorize, type Permission } from '../../src/domain/permission.ts';
import { inAccount, isAuthorized, seesSeveralAccounts, type Person } from '../../src/domain/person.ts';
import type { CaseState } from '../../src/domain/transition.ts';

const base = { id: 1, name: 'Somebody', email: 's@example.org' };
const contact = (contactType: 'support' | 'technical' | 'implementation' | 'readOnly'): Person => ({
  ...base,
  kind: 'contact',
  accountId: 1,
  contactType,
});
const advisor = (lead: boolean): Person => ({ ...base, kind: 'advisor', lead, team: null });

const people: Record<string, Person> = {
  support: contact('support'),
  technical: contact('technical'),
  implementation: contact('implementation'),
  readOnly: contact('readOnly'),
  advisor: advisor(false),
  lead: advisor(true),
};

const authorized = ['support', 'technical', 'implementation'];
const advisors = ['advisor', 'lead'];
const may: Record<Permission, string[]> = {
  view: [...authorized, 'readOnly', ...advisors],
  search: [...authorized, 'readOnly', ...advisors],
  'recipient-self': ['readOnly'],
  open: [...authorized, ...advisors],
  post: [...authorized, ...advisors],
  'manage-recipients': [...authorized, ...advisors],
  close: [...authorized, ...advisors],
  answer: authorized,
  confirm: authorized,
  decline: authorized,
  reopen: authorized,
  claim: advisors,
  assign: advisors,
  ask: advisors,
  resolve: advisors,
  schedule: advisors,
  escalate: advisors,
  return: advisors,
  qualify: advisors,
  unlink: advisors,
  note: advisors,
  correct: advisors,
  triage: advisors,
  'confirm-phone-call': advisors,
  'apply-contact-change': advisors,
  'link-incident': advisors,
  'subscribe-channel': [...authorized, 'lead'],
  directory: ['lead'],
  stats: ['lead'],
  privacy: ['lead'],
  'access-log': ['lead'],
  redact: ['lead'],
  fixed: ['lead'],
  incident: ['lead'],
  maintenance: ['lead'],
  release: ['lead'],
};

const cells = permissions.flatMap((permission) =>
  Object.keys(people).map((actor) => [actor, permission, may[permission].includes(actor)] as const),
);

describe('permissions', () => {
  it.each(cells)('%s may %s: %s', (actor, permission, allowed) => {
    const person = people[actor] as Person;
    expect(can(person, permission, 1)).toBe(allowed);
    if (allowed) expect(() => authorize(person, permission, 1)).not.toThrow();
    else expect(() => authorize(person, permission, 1)).toThrow(/Only|Read-Only|can't/);
  });

  it.each(permissions)("no contact may %s on another account's case", (permission) => {
    for (const actor of [...authorized, 'readOnly']) expect(can(people[actor] as Person, permission, 2)).toBe(false);
  });

  it.each(permissions)('an advisor may %s on every account or on none', (permission) => {
    for (const actor of advisors)
      expect(can(people[actor] as Person, permission, 2)).toBe(can(people[actor] as Person, permission, 1));
  });
});

describe('a contact of several accounts', () => {
  const both: Person = {
    ...base,
    kind: 'contact',
    accountId: 1,
    contactType: 'readOnly',
    also: [{ accountId: 2, contactType: 'support' }],
  };

  it.each(permissions)('may %s in each account what their role there may, and in no other account', (permission) => {
    expect(can(both, permission, 1)).toBe(may[permission].includes('readOnly'));
    expect(can(both, permission, 2)).toBe(may[permission].includes('support'));
    expect(can(both, permission, 3)).toBe(false);
    expect(can(both, permission)).toBe(may[permission].includes('readOnly') || may[permission].includes('support'));
  });

  it('learns why they may not act where they only read', () => {
    expect(() => authorize(both, 'post', 1)).toThrow('As a Read-Only Contact');
    expect(() => authorize(both, 'post', 2)).not.toThrow();
  });

  it('is somebody of one account alone while they act in it', () => {
    if (both.kind !== 'contact') throw new Error('a contact');
    const acting = inAccount(both, 2);
    expect(acting).toEqual({ ...base, kind: 'contact', accountId: 2, contactType: 'support' });
    expect(acting && can(acting, 'view', 1)).toBe(false);
    expect(inAccount(both, 3)).toBeNull();
    expect([isAuthorized(both), isAuthorized(both, 1), isAuthorized(both, 2)]).toEqual([true, false, true]);
    expect([seesSeveralAccounts(both), acting && seesSeveralAccounts(acting)]).toEqual([true, false]);
  });
});

describe('what a person can do with a case now', () => {
  const now = new Date('2026-11-24T12:00:00Z');
  const state = (over: Partial<CaseState>): CaseState => ({
    status: 'Assigned',
    askedFrom: null,
    advisorId: 7,
    closedAt: null,
    accountId: 1,
    ...over,
  });

  it('lets a contact confirm a resolution and reopen a closed case', () => {
    const person = people.support as Person;
    expect(permissionsNow(person, state({ status: 'PendingCustomerVerification' }), now, 60)).toEqual(
      expect.arrayContaining(['confirm', 'decline', 'close', 'post']),
    );
    expect(permissionsNow(person, state({}), now, 60)).not.toContain('confirm');
    expect(permissionsNow(person, state({ status: 'Closed', closedAt: now }), now, 60)).toContain('reopen');
    expect(permissionsNow(person, state({ status: 'Closed', closedAt: new Date('2026-01-01') }), now, 60)).not.toContain(
      'reopen',
    );
  });

  it("is nothing on another account's case", () => {
    expect(permissionsNow(people.support as Person, state({ accountId: 2 }), now, 60)).toEqual([]);
  });
});
