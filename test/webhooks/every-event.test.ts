// Every type of event, from the statement that writes it to the endpoint, which checks it against its JSON Schema.
import { expect } from 'vitest';
import { offeredEvents } from '../../src/domain/webhook-events.ts';
import { test } from './fixtures.ts';

/** An action in the history for each type of event that comes from there. */
const actions = [
  'open', 'claim', 'ask', 'answer', 'resolve', 'decline', 'close', 'reopen', 'schedule', 'escalate', 'qualify', 'triage', 'followUp', 'sla-warning',
  'merge', 'link-incident', 'redact', 'correct',
]; // prettier-ignore

test('Every event is written, and arrives as its schema says', async ({ db: { prisma }, world, add, send, endpoint }) => {
  await add({ internal: true });
  const at = world.services.clock.now();
  const number = await world.open();
  const { id: caseId } = await prisma.case.findUniqueOrThrow({ where: { number } });
  const entries = actions.map((action) => ({ caseId, action, actorName: 'Max Reyes', at }));
  await prisma.historyEntry.createMany({ data: entries });

  const written = { caseId, kind: 'public', authorName: 'Ada Park', body: 'Hello.', createdAt: at } as const;
  const post = await prisma.post.create({ data: written });
  const postWhere = { where: { id: post.id } };
  await prisma.post.update({ ...postWhere, data: { editedAt: at } });
  await prisma.post.update({ ...postWhere, data: { redactedAt: at } });

  const file = { caseId, position: 1, name: 'a.txt', uploadedByName: 'Ada Park', createdAt: at };
  // one that belongs to a draft, and then to a post
  const kept = await prisma.file.create({ data: { ...file, state: 'stored' } });
  await prisma.file.update({ where: { id: kept.id }, data: { postId: post.id } });
  await prisma.file.update({ where: { id: kept.id }, data: { deletedAt: at } });
  // one that is fetched from a platform
  const fetched = await prisma.file.create({ data: { ...file, position: 2, postId: post.id } });
  await prisma.file.update({ where: { id: fetched.id }, data: { state: 'refused' } });
  await prisma.post.update({ ...postWhere, data: { deletedAt: at } });

  const times = { ownerId: world.max.id, startsAt: at, declaredAt: at };
  const notice = { kind: 'incident', title: 'Slow', severity: 'minor', state: 'Investigating', everyAccount: true } as const;
  const incident = await prisma.notice.create({ data: { ...notice, ...times, announcedAt: at } });
  const update = { noticeId: incident.id, body: 'We look into it.', authorName: 'Max Reyes', at };
  await prisma.noticeUpdate.create({ data: { ...update, action: 'declare', state: 'Investigating' } });
  await prisma.noticeUpdate.create({ data: { ...update, action: 'update', state: 'Identified' } });
  await prisma.notice.update({ where: { id: incident.id }, data: { state: 'Resolved' } });
  await prisma.noticeUpdate.create({ data: { ...update, action: 'resolve', state: 'Resolved' } });
  // maintenance that is announced later
  const planned = { ...notice, ...times, kind: 'maintenance', severity: null, state: 'Planned' } as const;
  const { id: maintenance } = await prisma.notice.create({ data: planned });
  await prisma.noticeUpdate.create({ data: { ...update, noticeId: maintenance, action: 'declare', state: 'Planned' } });
  expect(await prisma.webhookEvent.count({ where: { noticeId: maintenance } })).toBe(0);
  await prisma.notice.update({ where: { id: maintenance }, data: { announcedAt: at } });

  const release = await prisma.release.create({ data: { name: 'Release 2026.12', date: new Date('2026-12-01') } });
  await prisma.release.update({ where: { id: release.id }, data: { publishedAt: at } });

  const zoe = { name: 'Zoe Grey', email: 'zoe@plainview.example', kind: 'contact', accountId: world.ada.accountId } as const;
  const { id: personId } = await prisma.person.create({ data: { ...zoe, contactType: 'support' } });
  const membership = { personId, accountId: world.rosa.accountId };
  await prisma.membership.create({ data: { ...membership, contactType: 'support' } });
  await prisma.membership.delete({ where: { personId_accountId: membership } });
  await prisma.person.update({ where: { id: personId }, data: { name: 'Zoe Gray' } });
  await prisma.person.update({ where: { id: personId }, data: { erasedAt: at } });
  await prisma.case.update({ where: { number }, data: { erasedAt: at } });

  await send().idle();
  const types = endpoint.accepted().map(({ payload }) => payload.type);
  expect([...new Set(types)].sort()).toEqual([...offeredEvents].sort());
  const counts = (group: string) => types.filter((type) => type.startsWith(group)).sort();
  expect(counts('file.')).toEqual(['file.added', 'file.deleted', 'file.refused']);
  expect(counts('notice.')).toEqual(['notice.ended', 'notice.opened', 'notice.opened', 'notice.updated']);
  expect(counts('person.')).toEqual(['person.changed', 'person.changed', 'person.changed', 'person.erased', 'person.joined']);
});
