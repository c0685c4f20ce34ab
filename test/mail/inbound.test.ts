// Receiving emails from an IMAP mailbox and by SMTP: nothing is lost and nothing happens twice, whatever is cut and the person who is killed.
import { createTransport } from 'nodemailer';
import type SMTPTransport from 'nodemailer/lib/smtp-transport/index.js';
import { fileURLToPath } from 'node:url';
import { describe, expect, test as base } from 'vitest';
import { readConfig } from '../../src/config/index.ts';
import { startInbound, type Inbound } from '../../src/mail/in/index.ts';
import { createReplyAddresses } from '../../src/mail/reply-address.ts';
import type { IncomingMail, MailboxPosition, MailDesk } from '../../src/ports.ts';
import { createLog } from '../../src/server/log.ts';
import { startFakeImap, type CutPoint, type FakeImap } from './fake-imap.ts';
import { rawMail } from './incoming-mail.ts';

const secretKey = Buffer.alloc(32, 7);
const within = { timeout: 20_000 };
const at = { now: new Date('2026-12-01T15:00:00Z') };

/** Remembers emails by key as the database does. `fail`: how many attempts fail. */
function memoryDesk() {
  const kept = new Map<string, IncomingMail>();
  const positions = new Map<string, MailboxPosition>();
  const desk = {
    kept,
    setAsides: [] as IncomingMail[],
    attempts: 0,
    failures: 0,
    async receive(mail) {
      desk.attempts += 1;
      if (desk.failures > 0) {
        desk.failures -= 1;
        throw new Error('the database does not answer');
      }
      if (kept.has(mail.key)) return 'repeat';
      kept.set(mail.key, mail);
      return 'posted';
    },
    setAside: async (mail) => void desk.setAsides.push(mail),
    position: async (name) => positions.get(name) ?? null,
    async savePosition(name, position, { isFirst = false } = {}) {
      const known = positions.get(name);
      if (known && isFirst) return;
      if (known?.uidValidity === position.uidValidity && known.lastUid >= position.lastUid) return;
      positions.set(name, position);
    },
  } satisfies MailDesk & Record<string, unknown> as MailDesk & {
    kept: typeof kept;
    setAsides: IncomingMail[];
    attempts: number;
    failures: number;
  };
  return desk;
}

const test = base
  .extend<'imap', FakeImap>('imap', async ({}, { onCleanup }) => {
    const imap = await startFakeImap(() => at.now);
    onCleanup(() => imap.stop());
    return imap;
  })
  .extend('desk', () => memoryDesk())
  .extend('start', ({ imap, desk }, { onCleanup }) => {
    const running: Inbound[] = [];
    onCleanup(async () => void (await Promise.all(running.map((one) => one.stop()))));
    return async (
      env: Record<string, string> = { INBOUND_IMAP_URL: imap.url },
      log = createLog('silent'),
      create = createReplyAddresses,
    ): Promise<Inbound> => {
      const { inbound, mail } = readConfig({
        CASEBRIDGE_SECRET_KEY: secretKey.toString('base64'),
        SMTP_URL: 'smtp://localhost',
        MAIL_FROM: 'support@campus.example',
        ...env,
      });
      if (!inbound || !mail) throw new Error('emails are not read');
      const replyAddresses = create([secretKey], inbound.address);
      const clock = { now: () => at.now };
      const parts = {
        config: inbound,
        secretKeys: [secretKey] as const,
        replyAddresses,
        from: mail.from.address,
        desk,
        clock,
        log,
      };
      const one = await startInbound({
        ...parts,
        resolver: async () => [],
        timing: { pollMs: 20, firstRetryMs: 1, maxRetryMs: 5 },
      });
      running.push(one);
      return one;
    };
  });

test('reads new messages, marks them as read, and leaves alone what was there before', async ({ imap, desk, start }) => {
  imap.deliver(rawMail({ subject: 'From last year' }));
  const { imap: reader } = await start();
  await imap.idling();
  imap.deliver(rawMail({ subject: 'New' }));
  await expect.poll(() => desk.kept.size, within).toBe(1);
  await reader?.idle();
  expect([...desk.kept.values()].map(({ subject }) => subject)).toEqual(['New']);
  expect(imap.messages.map(({ flags }) => [...flags])).toEqual([[], ['\\Seen']]);
  expect(imap.refused).toEqual([]);
});

test('goes on after a restart with what arrived meanwhile', async ({ imap, desk, start }) => {
  const first = await start();
  await imap.idling();
  await first.stop();
  for (let count = 0; count < 3; count++) imap.deliver(rawMail());
  const { imap: reader } = await start();
  await reader?.idle();
  expect(desk.kept.size).toBe(3);
  expect(desk.attempts).toBe(3);
});

test('loses and repeats nothing when the connection is cut at any moment', async ({ imap, desk, start }) => {
  const { imap: reader } = await start();
  await imap.idling();
  const points: CutPoint[] = ['LOGIN', 'SELECT', 'SEARCH', 'FETCH', 'MIDDLE', 'STORE', 'IDLE'];
  for (const point of [...points, ...points]) {
    imap.cuts.push(point);
    imap.deliver(rawMail());
    imap.cutAll();
    await expect.poll(() => [desk.kept.size, imap.cuts.length], within).toEqual([imap.messages.length, 0]);
  }
  await reader?.idle();
  expect(desk.kept.size).toBe(imap.messages.length);
  expect(imap.refused).toEqual([]);
});

test('recognizes every message after the mailbox was rebuilt with other UIDs', async ({ imap, desk, start }) => {
  imap.deliver(rawMail({ subject: 'From last year' }), new Date('2025-12-01T15:00:00Z'));
  const { imap: reader } = await start();
  await imap.idling();
  imap.deliver(rawMail());
  await expect.poll(() => desk.kept.size, within).toBe(1);
  imap.rebuild();
  imap.deliver(rawMail());
  await expect.poll(() => desk.kept.size, within).toBe(2);
  await reader?.idle();
  expect([...desk.kept.values()].map(({ subject }) => subject)).not.toContain('From last year');
});

test('lets several processes read one mailbox', async ({ imap, desk, start }) => {
  await Promise.all([start(), start(), start()]);
  await imap.idling();
  for (let count = 0; count < 20; count++) imap.deliver(rawMail());
  await expect.poll(() => desk.kept.size, within).toBe(20);
});

test('tries again what failed, and puts aside what fails every time', async ({ imap, desk, start }) => {
  const { imap: reader } = await start();
  await imap.idling();
  desk.failures = 3;
  imap.deliver(rawMail());
  await expect.poll(() => desk.kept.size, within).toBe(1);
  desk.failures = 5;
  imap.deliver(rawMail({ subject: 'Odd' }));
  imap.deliver(rawMail({ subject: 'After it' }));
  await expect.poll(() => desk.kept.size, within).toBe(2);
  await reader?.idle();
  expect(desk.setAsides.map(({ subject }) => subject)).toEqual(['Odd']);
});

test('puts aside what cannot even be read, and goes on with what follows', async ({ imap, desk, start }) => {
  const failing: typeof createReplyAddresses = (...given) => ({
    ...createReplyAddresses(...given),
    read: (address) => {
      if (address.startsWith('odd@')) throw new RangeError('Maximum call stack size exceeded');
      return null;
    },
  });
  await start(undefined, undefined, failing);
  await imap.idling();
  imap.deliver(rawMail({ to: 'odd@campus.example', text: 'Bus 7' }));
  imap.deliver(rawMail({ subject: 'After it' }));
  await expect.poll(() => [...desk.kept.values()].map(({ subject }) => subject), within).toContain('After it');
  expect(desk.setAsides.map(({ whole }) => whole.includes('Bus 7'))).toEqual([true]);
});

test('takes emails by SMTP for its own address alone, and accepts them only when they are handled', async ({ desk, start }) => {
  const { smtp } = await start({ INBOUND_SMTP_PORT: '0', INBOUND_MAX_MEGABYTES: '1' });
  const transport = createTransport({ host: '127.0.0.1', port: smtp?.port, secure: false, ignoreTLS: true });
  const send = (to: string, raw = rawMail()) => transport.sendMail({ envelope: { from: 'ada@plainview.example', to }, raw });
  const mine = createReplyAddresses([secretKey], 'support@campus.example').write({ number: 10_042, personId: 3 });
  await send(mine.toUpperCase().replace('CAMPUS', 'campus'));
  expect([...desk.kept.values()][0]?.replyTo).toEqual({ number: 10_042, personId: 3 });
  await expect(send('somebody@else.example')).rejects.toMatchObject({ responseCode: 550 });
  await expect(send('support@campus.example', rawMail({ text: 'x'.repeat(2_000_000) }))).rejects.toMatchObject({
    responseCode: 552,
  });
  desk.failures = 1;
  await expect(send('support@campus.example')).rejects.toMatchObject({ responseCode: 451 });
  expect(desk.kept.size).toBe(1);
  transport.close();
});

describe('with a certificate', () => {
  const pem = (name: string) => fileURLToPath(new URL(`../fake-teams/${name}`, import.meta.url));
  const tls = { INBOUND_SMTP_PORT: '0', INBOUND_SMTP_KEY: pem('login-key.pem'), INBOUND_SMTP_CERT: pem('login-cert.pem') };
  const send = async (port: number | undefined, over: SMTPTransport.Options) => {
    const transport = createTransport({ host: 'localhost', port, secure: false, ...over });
    try {
      const envelope = { from: 'ada@plainview.example', to: 'support@campus.example' };
      return await transport.sendMail({ envelope, raw: rawMail() });
    } finally {
      transport.close();
    }
  };

  test('takes emails over STARTTLS, by its own certificate, and others unencrypted', async ({ desk, start }) => {
    const { smtp } = await start(tls);
    await send(smtp?.port, { requireTLS: true });
    expect(desk.kept.size).toBe(1);
    // nobody but the holder of the key can be it
    await expect(send(smtp?.port, { requireTLS: true, tls: { servername: 'mx.campus.example' } })).rejects.toMatchObject({
      message: expect.stringContaining("does not match certificate's altnames") as string,
    });
    await send(smtp?.port, { ignoreTLS: true });
    expect(desk.kept.size).toBe(2);
  });

  test('refuses what is not encrypted where that is demanded', async ({ desk, start }) => {
    const { smtp } = await start({ ...tls, INBOUND_SMTP_REQUIRE_TLS: 'true' });
    await expect(send(smtp?.port, { ignoreTLS: true })).rejects.toMatchObject({ responseCode: 530 });
    expect(desk.kept.size).toBe(0);
    await send(smtp?.port, { requireTLS: true });
    expect(desk.kept.size).toBe(1);
  });

  test('is needed to demand it', async ({ start }) => {
    await expect(start({ INBOUND_SMTP_PORT: '0', INBOUND_SMTP_REQUIRE_TLS: 'true' })).rejects.toThrow('INBOUND_SMTP_KEY');
  });
});

test('offers no encryption without a certificate', async ({ desk, start }) => {
  const { smtp } = await start({ INBOUND_SMTP_PORT: '0' });
  const transport = createTransport({ host: 'localhost', port: smtp?.port, requireTLS: true });
  const envelope = { from: 'ada@plainview.example', to: 'support@campus.example' };
  await expect(transport.sendMail({ envelope, raw: rawMail() })).rejects.toMatchObject({ code: 'ETLS' });
  transport.close();
  expect(desk.kept.size).toBe(0);
});

test('refuses emails for the moment when those that it holds fill their part of the memory', async ({ desk, start }) => {
  const { smtp } = await start({ INBOUND_SMTP_PORT: '0', INBOUND_MAX_MEGABYTES: '1' });
  const pool = { pool: true as const, maxConnections: 6, host: '127.0.0.1', port: smtp?.port, secure: false, ignoreTLS: true };
  const transport = createTransport(pool);
  const send = () =>
    transport.sendMail({
      envelope: { from: 'ada@plainview.example', to: 'support@campus.example' },
      raw: rawMail({ text: `${'x'.repeat(76)}\r\n`.repeat(11_000) }),
    });
  // none is let go before all have arrived
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const receive = desk.receive.bind(desk);
  desk.receive = async (mail) => {
    await gate;
    return receive(mail);
  };
  const sent = Array.from({ length: 6 }, send);
  const refused = await Promise.any(
    sent.map((one) =>
      one.then(
        () => Promise.reject(new Error('taken')),
        (error: unknown) => error,
      ),
    ),
  );
  expect(refused).toMatchObject({ responseCode: 452 });
  open();
  const outcomes = await Promise.allSettled(sent);
  expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(4);
  expect((await send()).response).toContain('We have it');
  transport.close();
});
