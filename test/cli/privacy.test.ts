// npx casebridge hold, erase, certificate and retention.
import { describe, expect } from 'vitest';
import { runCli } from '../../src/cli/index.ts';
import { isolatedTest as base } from '../usecases/fixtures.ts';

const it = base.extend('run', { scope: 'file' }, ({ db, folder }) => async (args: string[], typed?: string) => {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runCli(args, {
    environment: { DATABASE_URL: db.url, CASEBRIDGE_DATA_DIR: folder },
    input: (async function* () { if (typed !== undefined) yield typed; })(), // prettier-ignore
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
});
const reason = ['--reason', 'Letter of November 3'];

describe('npx casebridge hold', () => {
  it('places a hold that forbids to erase, lists it, and lifts it', async ({ db, world, run }) => {
    const number = await world.open();
    await db.pool.query('truncate legal_hold restart identity');
    const placed = await run(['hold', 'add', `CB-${number}`, '--reason', 'Smith v. District']);
    expect(placed).toMatchObject({ code: 0, err: '' });
    expect(placed.out).toContain(`Placed hold 1 on CB-${number}.`);
    expect((await run(['hold', 'list'])).out).toMatch(new RegExp(`^1 +CB-${number} +Smith v\\. District +\\S+, 20`, 'm'));
    for (const args of [
      ['person', world.ada.email],
      ['account', 'plainview'],
    ]) {
      const refused = await run(['erase', ...args, ...reason, '--yes']);
      expect(refused.code).toBe(1);
      expect(refused.err).toContain(`CB-${number} is under legal hold 1 (Smith v. District)`);
    }
    expect((await run(['hold', 'lift', '1'])).out).toContain(`Lifted hold 1 on CB-${number}.`);
    expect((await run(['hold', 'list'])).out).toBe('No legal holds.');
    expect((await run(['hold', 'list', '--all'])).out).toContain('Smith v. District');
    expect(await run(['hold', 'lift', '1'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('was lifted already') as string,
    });
    expect((await run(['hold', 'lift', 'x'])).err).toContain("isn't a number from the list");
    expect((await run(['hold', 'add', 'nowhere', '--reason', 'x'])).err).toContain("We couldn't find nowhere.");
  });
});

describe('npx casebridge erase person', () => {
  it('shows what it would do, demands the address or --yes, and prints the certificate', async ({ db, world, run }) => {
    const { id, email } = world.rita;
    const erased = () => db.prisma.person.count({ where: { id, erasedAt: { not: null } } });
    const preview = await run(['erase', 'person', email, ...reason, '--dry-run']);
    expect(preview).toMatchObject({ code: 0, err: '' });
    expect(preview.out).toContain('Rita Reed (rita@plainview.example), contact');
    expect(preview.out).toContain('Nothing was changed.');
    expect(await run(['erase', 'person', email, ...reason])).toMatchObject({
      code: 1,
      err: expect.stringContaining('Without a terminal, pass --yes') as string,
    });
    expect(await run(['erase', 'person', email, ...reason], 'yes\n')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Nothing was erased') as string,
    });
    expect(await erased()).toBe(0);
    const done = await run(['erase', 'person', email, ...reason], `${email}\n`);
    expect(done).toMatchObject({ code: 0, err: '' });
    expect(done.out).toContain('# Certificate of erasure');
    expect(done.out).toContain('- 1 person given a pseudonym');
    expect(await erased()).toBe(1);
    const again = await run(['erase', 'person', email, ...reason, '--yes']);
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('Nobody in the directory has the address') as string });
  });
});

describe('npx casebridge erase account', () => {
  it('erases it with --yes, and lists and shows its certificate beside that of a redaction', async ({ db, world, run }) => {
    await db.pool.query('truncate privacy_record restart identity');
    await db.pool.query('truncate legal_hold');
    const number = await world.open({ subject: 'Grade of Zephyrina Quill' });
    const redacted = await run(['redact', `CB-${number}`, '--text', 'Zephyrina Quill', '--reason', 'A student was named']);
    expect(redacted.code).toBe(0);
    const preview = await run(['erase', 'account', 'plainview', ...reason, '--dry-run']);
    expect(preview.out).toContain('- 1 case, 1 of them open: erased');
    const done = await run(['erase', 'account', 'plainview', ...reason, '--yes']);
    expect(done).toMatchObject({ code: 0, err: '' });
    const list = await run(['certificate', 'list']);
    expect(list.out).toMatch(/^2 +erasure +account \d+ .*Letter of November 3$/m);
    expect(list.out).toMatch(/^1 +redaction +CB-\d+ .*A student was named$/m);
    const show = async (id: string) => (await run(['certificate', 'show', id])).out;
    expect(await show('1')).toContain('# Certificate of redaction 1');
    expect(await show('1')).toContain('- 1 text of a case');
    expect(await show('1')).toContain('## What is out of reach');
    expect(await show('2')).toContain('# Certificate of erasure 2');
    expect(await show('2')).toContain('- Reason: Letter of November 3');
    expect(JSON.parse((await run(['certificate', 'show', '1', '--json'])).out)).toMatchObject({
      kind: 'redaction',
      redacted: { fields: 1, cases: 1 },
    });
    expect(await run(['certificate', 'show', '99'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no certificate 99.') as string,
    });
  });
});

describe('npx casebridge retention preview', () => {
  it('says what is kept forever, as text and as JSON', async ({ run }) => {
    expect((await run(['retention', 'preview'])).out).toContain('Closed cases are kept forever (keep.cases is not set).');
    const { kinds } = JSON.parse((await run(['retention', 'preview', '--json'])).out) as { kinds: unknown[] };
    expect(kinds).toMatchObject([
      { kind: 'cases', keep: null, accounts: [], held: [] },
      { kind: 'files', keep: null, accounts: [], held: [] },
    ]);
  });
});
