// Sorting many cases together finds in each case what looking through that case alone finds, whatever they share and however it is written.
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect } from 'vitest';
import { prepareRedaction } from '../../../src/usecases/privacy/prepare-redaction.ts';
import { readRedaction } from '../../../src/usecases/privacy/read-redaction.ts';
import { findInCases } from '../../../src/usecases/privacy/redact-find.ts';
import { sortCases } from '../../../src/usecases/privacy/redact-sort.ts';
import { processRedactions, runRedaction, startRedaction } from '../../../src/usecases/privacy/redact.ts';
import { isolatedTest } from '../fixtures.ts';
import { asLead } from './planted.ts';

const word = 'Zoë Quill';
const written = [
  ...[word, 'ZOË QUILL', 'Zoe\u0308 quill', 'zoe quill', '**Zoë** Quill', 'Zoë\n> Quill', 'Zo\u200bë Quill', 'Zoë  _Qui_ll'],
  ...['Zoë Quillian', 'Ms. Zoë', 'quill', 'Terms are wrong'],
];
const text = fc
  .tuple(fc.constantFrom('', 'About ', 'x'), fc.constantFrom(...written), fc.constantFrom('', '!', 's grade'))
  .map((one) => one.join(''));
const oneCase = fc.record({
  ...{ subject: text, post: text, revision: text, why: text, file: text, steps: text, mail: text },
  defect: fc.option(fc.nat({ max: 1 }), { nil: null }),
  /** a defect that it is not linked to any longer */
  former: fc.option(fc.nat({ max: 1 }), { nil: null }),
  cluster: fc.option(fc.nat({ max: 1 }), { nil: null }),
  isMailByPost: fc.boolean(),
});
const worlds = fc.record({
  cases: fc.array(oneCase, { minLength: 2, maxLength: 5 }),
  shared: fc.tuple(text, text),
  insideWords: fc.boolean(),
});

isolatedTest('finds the same in many cases as in each alone, and leaves nothing', { timeout: 240_000 }, async ({ world }) => {
  const { services, ada, max, at } = world;
  const { prisma } = services.db;
  if (services.files) services.files.secretKeys = [randomBytes(32)];
  const lead = await asLead(services.db, max);
  const now = at.now;
  let number = 70_000;
  await fc.assert(
    fc.asyncProperty(worlds, async ({ cases, shared, insideWords }) => {
      await prisma.$executeRaw`truncate privacy_record, redaction, "case", defect, cluster, incoming_mail cascade`;
      const defects = await Promise.all(
        shared.map((summary, index) =>
          prisma.defect.create({ data: { number: `DEV-${index}`, summary, module: 'Fees', severity: 'Low', createdAt: now } }),
        ),
      );
      const clusters = await Promise.all(
        shared.map((one) =>
          prisma.cluster.create({ data: { module: 'Fees', keywords: ['x', one], foundAt: now, lastCaseAt: now } }),
        ),
      );
      const ids: number[] = [];
      for (const { subject, post, revision, why, file, steps, mail, defect, former, cluster, isMailByPost } of cases) {
        const { id: caseId } = await prisma.case.create({
          data: {
            ...{ number: ++number, accountId: ada.accountId, contactId: ada.id, priority: 'Medium', subject, description: 'x' },
            ...{ module: 'Fees', caseType: 'Question', category: 'Question', source: 'slack', status: 'New' },
            ...{
              defectId: defect === null ? null : defects[defect]?.id,
              clusterId: cluster === null ? null : clusters[cluster]?.id,
            },
            ...{ createdAt: now, updatedAt: now },
          },
        });
        ids.push(caseId);
        const key = `m${caseId}`;
        const by = { authorId: ada.id, authorName: ada.name, authorSide: 'contact' as const, createdAt: now };
        const { id: postId } = await prisma.post.create({
          data: { caseId, kind: 'public', body: post, ...by, originMessageId: key },
        });
        await prisma.postRevision.create({ data: { postId, body: revision, at: now } });
        const made = { caseId, at: now, actorId: max.id, actorName: max.name };
        await prisma.historyEntry.create({ data: { ...made, action: 'correct', why } });
        if (former !== null) await prisma.historyEntry.create({ data: { ...made, action: 'qualify', why: `DEV-${former}` } });
        await prisma.replication.create({
          data: { caseId, environment: 'x', steps, result: 'x', byId: max.id, byName: max.name, at: now },
        });
        await prisma.file.create({
          data: { caseId, postId, position: 0, name: `${file}.pdf`, state: 'refused', uploadedByName: 'x', createdAt: now },
        });
        const received = {
          fromAddress: 'kim@mail.example',
          fromName: 'x',
          subject: 'x',
          text: mail,
          whole: 'x',
          receivedAt: now,
          state: 'posted' as const,
        };
        await prisma.incomingMail.create({ data: { ...received, key, caseId: isMailByPost ? null : caseId } });
      }
      const what = { kind: 'passage' as const, text: word, insideWords };
      const areaOf = (caseIds: number[]) => ({ accountId: ada.accountId, caseIds });
      const sorted = await sortCases(prisma, what, areaOf(ids));
      let hits = 0;
      for (const id of ids) {
        const { places, named } = await findInCases(prisma, what, areaOf([id]));
        const seen = [...(sorted.hits.get(id) ?? [])].map(({ name, table }) => `${name} ${table}`).sort();
        expect(seen).toEqual(places.map(({ place: { name, table } }) => `${name} ${table}`).sort());
        expect(sorted.hits.has(id)).toBe(places.length > 0 || named.length > 0);
        hits += places.length + named.length;
      }
      const all = await findInCases(prisma, what, areaOf(ids));
      const total = [...sorted.stays.values()].reduce((sum, { insideWords: count = 0 }) => sum + count, 0);
      expect(total).toBe(all.counts['insideWords'] ?? 0);
      if (hits === 0) return;
      const by = { lead, name: lead.name, source: 'slack' };
      const { id } = await prepareRedaction(services, by, { in: { accountKey: 'plainview' }, what, reason: 'Named.' });
      const record = Number(await startRedaction(services, by, id, world.request(), 0));
      await runRedaction(services, id);
      expect((await findInCases(prisma, what, areaOf(ids))).counts).toEqual({
        ...(total > 0 ? { insideWords: total } : {}),
      });
      const { result, left } = await readRedaction(services, lead, record);
      expect(left).toBe(0);
      for (const name of ['fields', 'posts', 'revisions', 'history', 'replications', 'mails', 'defects', 'clusters', 'fileNames'])
        expect([name, result[name]]).toEqual([name, all.counts[name]]);
      expect(result['insideWords'] ?? 0).toBe(total);
      await processRedactions(services);
    }),
    { numRuns: 12 },
  );
});
