import { randomBytes } from 'node:crypto';
import { describe, expect } from 'vitest';
import { runCli } from '../../src/cli/index.ts';
import { isolatedTest as base, type World } from '../usecases/fixtures.ts';

const key = randomBytes(32).toString('base64');

const it = base.extend('run', { scope: 'file' }, ({ db, folder }) => async (args: string[], typed = '') => {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runCli(['redact', ...args], {
    environment: { DATABASE_URL: db.url, CASEBRIDGE_DATA_DIR: folder, CASEBRIDGE_SECRET_KEY: key },
    input: (async function* () { yield typed; })(), // prettier-ignore
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
});

const subjectOf = async ({ services }: World, number: number): Promise<string> =>
  (await services.db.prisma.case.findUniqueOrThrow({ where: { number } })).subject;

describe('npx casebridge redact', () => {
  it('says what it would do, does it, and finds nothing the second time', async ({ world, run }) => {
    const number = await world.open({ subject: 'Grade of Zephyrina Quill', description: 'Zephyrinas grade' });
    const reason = ['--reason', 'A student was named'];
    const preview = await run([`CB-${number}`, '--text-file', '-', ...reason, '--dry-run'], 'zephyrina quill\n');
    expect(preview).toMatchObject({ code: 0, err: '' });
    expect(preview.out).toContain('Nothing was changed.');
    expect(preview.out).toContain('- 1 text of a case');
    expect(preview.out).toContain('Grade of [Zephyrina Quill]');
    expect(await subjectOf(world, number)).toBe('Grade of Zephyrina Quill');
    expect(await world.services.db.prisma.redaction.count()).toBe(0);

    const done = await run([`CB-${number}`, '--text', 'zephyrina quill', ...reason]);
    expect(done).toMatchObject({ code: 0, err: '' });
    expect(done.out).toMatch(
      /^Certificate of redaction \d+: CB-\d+\nBy \S+, \d{4}-\d\d-\d\d \d\d:\d\d UTC\. Reason: A student was named/,
    );
    expect(done.out).toMatch(/^Finished \d{4}-\d\d-\d\d \d\d:\d\d UTC\.$/m);
    expect(done.out).toContain('Database backups made before.');
    expect(done.out).not.toMatch(/zephyrina/i);
    expect(await subjectOf(world, number)).toBe('Grade of █████');
    const { rows } = await world.services.db.pool.query<Record<string, unknown>>(
      `select source, person_id, operator is null "isNobody" from access_entry where action = 'redact'`,
    );
    expect(rows[0]).toEqual({ source: 'command-line', person_id: null, isNobody: false });

    const again = await run([`CB-${number}`, '--text', 'zephyrina quill', ...reason]);
    expect(again.code).toBe(1);
    expect(again.err).toContain(`We found nothing to redact in CB-${number}.`);
  });

  it('goes over an account, finds files by name, and refuses what is not clear', async ({ world, run }) => {
    const { services } = world;
    const numbers = [await world.open({ subject: 'Quillon 1' }), await world.open({ subject: 'Quillon 2' })];
    const all = await run(['--account', 'plainview', '--text', 'Quillon', '--reason', 'Named']);
    expect(all.out).toContain('- 2 texts of cases');
    const [number = 0] = numbers;
    const { id: caseId } = await services.db.prisma.case.findUniqueOrThrow({ where: { number } });
    const file = {
      caseId,
      uploadedByName: 'Ada Park',
      createdAt: world.at.now,
      state: 'stored' as const,
      size: 1,
      mediaType: 'text/plain',
    };
    await services.db.prisma.file.createMany({
      data: ['a.txt', 'b.txt', 'b.txt'].map((name, position) => ({
        ...file,
        name,
        position,
        checksum: String(position).repeat(64),
      })),
    });
    expect((await run([`CB-${number}`, '--file', 'a.txt', '--reason', 'Grades'])).out).toContain('- 1 file with its content');
    expect(await services.db.prisma.file.count({ where: { problem: 'redacted', checksum: null } })).toBe(1);
    const refused = async (...args: string[]) => (await run([...args, '--reason', 'x'])).err;
    expect(await refused(`CB-${number}`, '--file', 'b.txt')).toContain('There are several files “b.txt”: use one of');
    expect(await refused(`CB-${number}`, '--file', 'c.txt')).toContain('There is no file “c.txt” on this case');
    expect(await refused(`CB-${number}`)).toContain('say what to redact');
    expect(await refused(`CB-${number}`, '--file', 'a.txt', '--post', '1')).toContain('say what to redact');
    expect(await refused('--text', 'Quillon')).toContain('name one case');
    expect(await refused('nonsense', '--text', 'Quillon')).toContain('is not a case number');
    expect(await refused('--account', 'nowhere', '--text', 'Quillon')).toContain('There is no account “nowhere”.');
    await services.db.prisma.legalHold.create({ data: { caseId, reason: 'Suit 12', placedBy: 'Tia', placedAt: world.at.now } });
    expect(await refused('--account', 'plainview', '--file', '1')).toContain('is under legal hold');
  });
});
