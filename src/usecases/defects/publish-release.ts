import { enqueueRelease } from '../../outbox/enqueue/index.ts';
import { CaseError } from '../../domain/case-error.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import { parseReleaseNote } from '../../domain/release-notes.ts';
import { accountNames, noteField } from './mark-fixed.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import type { RequestContext, Services } from '../context.ts';

/**
 * Publishes a release: its notes are posted once to every channel with notices. `moveFixedCases` then notifies its cases and starts their
 * follow-up.
 * @param input.notes release notes by defect number; an absent one stays as it was
 * @throws CaseError not-allowed, unknown-release, published-already, nothing-fixed, bad-release-note (each defect needs one)
 */
export function publishRelease(
  services: Services,
  lead: Advisor,
  input: { releaseId: number; notes: Readonly<Record<string, string>> },
  request: RequestContext,
): Promise<{ id: number; name: string } | 'repeat'> {
  authorize(lead, 'release');
  const { releaseId: id, notes } = input;
  return runOnce(services, async (tx) => {
    await recordOnce(tx, request.idempotencyKey, request.fingerprint);
    // locked until the end, so that no defect is added to it now
    await tx.$queryRaw`select id from release where id = ${id} for no key update`;
    const release = await tx.release.findUnique({
      where: { id },
      include: { defects: { orderBy: { number: 'asc' } }, publishedBy: true },
    });
    if (!release) throw new CaseError('unknown-release', "We couldn't find that release.");
    if (release.publishedAt) {
      const by = release.publishedBy ? ` by ${release.publishedBy.name}` : '';
      throw new CaseError('published-already', `${release.name} was already published${by}.`);
    }
    if (release.defects.length === 0)
      throw new CaseError('nothing-fixed', `Nothing is fixed in ${release.name} yet.`, 'Mark a defect fixed in it first.');
    const accounts = await accountNames(tx);
    const missing: Record<string, string> = {};
    for (const { id: defectId, number, releaseNote } of release.defects) {
      const note = parseReleaseNote(notes[number] ?? releaseNote ?? '', accounts, noteField(number));
      if (note === null) missing[noteField(number)] = `Add a release note for ${number}.`;
      else await tx.defect.update({ where: { id: defectId }, data: { state: 'Released', releaseNote: note } });
    }
    if (Object.keys(missing).length > 0)
      throw new CaseError('bad-release-note', Object.values(missing).join(' '), undefined, missing);
    await tx.release.update({ where: { id }, data: { publishedAt: services.clock.now(), publishedById: lead.id } });
    await enqueueRelease(tx, id);
    return { id, name: release.name };
  });
}
