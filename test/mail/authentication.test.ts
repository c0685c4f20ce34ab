// Emails whose sender is proved, or not: real DKIM signatures, SPF and DMARC with the DNS of a test, from the bytes to what becomes of them.
import { generateKeyPairSync } from 'node:crypto';
import { dkimSign } from 'mailauth';
import { describe, expect } from 'vitest';
import type { Session } from '../../src/mail/in/authenticate.ts';
import { readMail } from '../../src/mail/in/read-mail.ts';
import { createMessageIds } from '../../src/mail/message-ids.ts';
import { createReplyAddresses } from '../../src/mail/reply-address.ts';
import { createLog } from '../../src/server/log.ts';
import { createMailDesk } from '../../src/usecases/mail/mail-desk.ts';
import { isolatedTest as test, storedCase, type World } from '../usecases/fixtures.ts';
import { rawMail } from './incoming-mail.ts';

const keys = [Buffer.alloc(32, 7)] as const;
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;

/** DNS with these TXT records. Long ones are cut as in a zone. */
const dns = (zone: Record<string, string>) => ({
  authservId: null,
  log: createLog('silent'),
  resolver: async (domain: string, type: string) => {
    const text = type === 'TXT' ? zone[domain] : undefined;
    if (text === undefined) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    return [text.match(/.{1,255}/g) ?? []];
  },
});

/** Signs an email as the server of a domain does. */
async function signed(raw: Buffer, signingDomain = 'plainview.example'): Promise<Buffer> {
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const own = { signingDomain, selector: 'k', privateKey: key };
  // the types ask for what the library reads from the list
  const { signatures, errors } = await dkimSign(raw, { ...own, signatureData: [own] });
  expect(errors).toEqual([]);
  return Buffer.concat([Buffer.from(signatures), raw]);
}

const read = (raw: Buffer, zone: Record<string, string>, session?: Session) =>
  readMail(
    {
      replyAddresses: createReplyAddresses(keys, 'support@campus.example'),
      own: { addresses: ['support@campus.example'], messageIds: createMessageIds(keys, 'campus.example') },
      auth: dns(zone),
    },
    raw,
    session && { session, recipients: [] },
  );

/** Ben answers an email that Ada got, which only his domain can prove. */
const fromBen = (number: number) =>
  rawMail({
    from: 'Ben Ode <ben@plainview.example>',
    headers: { 'In-Reply-To': `<CB-${number}@campus.example>` },
    text: 'Bus 7.',
  });

describe('an email of a colleague', () => {
  const outcome = async ({ services }: World, raw: Buffer, zone: Record<string, string>) =>
    createMailDesk(services).receive(await read(raw, zone));
  const zone = { 'k._domainkey.plainview.example': record };

  test('is posted with a valid signature of their domain', async ({ world, db }) => {
    const number = await world.open();
    expect(await outcome(world, await signed(fromBen(number)), zone)).toBe('posted');
    expect((await storedCase(db, number)).posts).toMatchObject([{ body: 'Bus 7.', authorId: world.ben.id }]);
  });

  const broken: Record<string, (raw: Buffer) => Promise<{ raw: Buffer; zone?: Record<string, string> }>> = {
    'its text was changed afterwards': async (raw) => ({
      raw: Buffer.from((await signed(raw)).toString('latin1').replace('Bus 7.', 'Bus 8.'), 'latin1'),
    }),
    'its sender was changed afterwards': async (raw) => ({
      raw: Buffer.from(
        (await signed(Buffer.from(raw.toString().replace('Ben Ode <ben@', 'Ada Park <ada@'))))
          .toString('latin1')
          .replace('Ada Park <ada@', 'Ben Ode <ben@'),
        'latin1',
      ),
    }),
    'another domain signed it': async (raw) => ({
      raw: await signed(raw, 'mailer.example'),
      zone: { 'k._domainkey.mailer.example': record },
    }),
    'the domain has another key': async (raw) => {
      const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'der' });
      return {
        raw: await signed(raw),
        zone: { 'k._domainkey.plainview.example': `v=DKIM1; k=rsa; p=${other.toString('base64')}` },
      };
    },
    'the domain has no key': async (raw) => ({ raw: await signed(raw), zone: {} }),
    'nobody signed it': async (raw) => ({ raw }),
  };
  for (const [name, make] of Object.entries(broken))
    test(`waits when ${name}`, async ({ world, db }) => {
      const number = await world.open();
      const { raw, zone: own = zone } = await make(fromBen(number));
      expect(await outcome(world, raw, own)).toBe('waiting');
      expect(await db.prisma.incomingMail.findFirstOrThrow()).toMatchObject({
        reason: 'unverified',
        text: /Bus 8/.test(raw.toString()) ? 'Bus 8.' : 'Bus 7.',
      });
      expect((await storedCase(db, number)).posts).toHaveLength(0);
    });
});

describe('an email that comes to our own listener', () => {
  const session: Session = { ip: '192.0.2.7', helo: 'mx.plainview.example', sender: 'ada@plainview.example' };
  const spf = { 'plainview.example': 'v=spf1 ip4:192.0.2.7 -all' };
  const policy = (text = '') => ({ '_dmarc.plainview.example': `v=DMARC1; p=reject;${text}` });
  const verdict = async (raw: Buffer, zone: Record<string, string>, over: Partial<Session> = {}) =>
    (await read(raw, zone, { ...session, ...over })).authentication;

  test('is vouched for by a server of the domain, and not by another one', async () => {
    expect(await verdict(rawMail(), spf)).toBe('pass');
    expect(await verdict(rawMail(), { ...spf, ...policy() })).toBe('pass');
    expect(await verdict(rawMail(), spf, { ip: '198.51.100.9' })).toBe('none');
    expect(await verdict(rawMail(), { ...spf, ...policy() }, { ip: '198.51.100.9' })).toBe('fail');
  });

  test('is not vouched for by a domain that only carried it', async () => {
    const mailer = { 'mailer.example': 'v=spf1 ip4:192.0.2.7 -all', 'k._domainkey.mailer.example': record };
    const raw = await signed(rawMail(), 'mailer.example');
    const sender = { sender: 'bounce@mailer.example' };
    expect(await verdict(raw, mailer, sender)).toBe('none');
    expect(await verdict(raw, { ...mailer, ...policy() }, sender)).toBe('fail');
  });

  test('is vouched for by a part of the domain, unless its policy is strict', async () => {
    const zone = { 'k._domainkey.mail.plainview.example': record };
    const raw = await signed(rawMail(), 'mail.plainview.example');
    const sender = { sender: 'bounce@mailer.example' };
    expect(await verdict(raw, { ...zone, ...policy() }, sender)).toBe('pass');
    expect(await verdict(raw, { ...zone, ...policy(' adkim=s; aspf=s') }, sender)).toBe('fail');
    const exact = { 'k._domainkey.plainview.example': record, ...policy(' adkim=s; aspf=s') };
    expect(await verdict(await signed(rawMail()), exact, sender)).toBe('pass');
    const server = { 'mail.plainview.example': 'v=spf1 ip4:192.0.2.7 -all' };
    const below = { sender: 'ada@mail.plainview.example' };
    expect(await verdict(rawMail(), { ...server, ...policy() }, below)).toBe('pass');
    expect(await verdict(rawMail(), { ...server, ...policy(' aspf=s') }, below)).toBe('fail');
    expect(await verdict(rawMail(), { ...spf, ...policy(' aspf=s') })).toBe('pass');
  });

  test('that was forwarded keeps its signature, by which it passes', async () => {
    const zone = { ...spf, ...policy(), 'k._domainkey.plainview.example': record };
    expect(await verdict(await signed(rawMail()), zone, { ip: '198.51.100.9' })).toBe('pass');
  });

  test('waits when its domain disowns it, even at the reply address of its sender', async ({ world, db }) => {
    const number = await world.open();
    const to = createReplyAddresses(keys, 'support@campus.example').write({ number, personId: world.ada.id });
    const mail = await read(rawMail({ to }), { ...spf, ...policy() }, { ...session, ip: '198.51.100.9' });
    expect(await createMailDesk(world.services).receive(mail)).toBe('waiting');
    expect(await db.prisma.incomingMail.findFirstOrThrow()).toMatchObject({ reason: 'failed-authentication' });
  });
});
