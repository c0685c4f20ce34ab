// What src/mail/in reads of an email besides its text: programs, reports, who vouches for it, files.
import { describe, expect, it } from 'vitest';
import { readResults } from '../../src/mail/in/authenticate.ts';
import { cutReply } from '../../src/mail/in/cut-reply.ts';
import { readMail } from '../../src/mail/in/read-mail.ts';
import { createMessageIds } from '../../src/mail/message-ids.ts';
import { createReplyAddresses } from '../../src/mail/reply-address.ts';
import { createLog } from '../../src/server/log.ts';
import { rawMail, type RawMail } from './incoming-mail.ts';

const replyAddresses = createReplyAddresses([Buffer.alloc(32, 7)], 'support@campus.example');
const messageIds = createMessageIds([Buffer.alloc(32, 7)], 'campus.example');
const parts = {
  replyAddresses,
  own: { addresses: ['support@campus.example'], messageIds },
  auth: { authservId: 'mx.campus.example', log: createLog('silent') },
};
const read = (over: RawMail = {}) => readMail(parts, rawMail(over));

describe('an email that a program wrote', () => {
  const headers: Record<string, [name: string, value: string]> = {
    'an automatic answer (RFC 3834)': ['Auto-Submitted', 'auto-replied'],
    'a generated email': ['Auto-Submitted', 'auto-generated; type=x'],
    'a bulk email': ['Precedence', 'bulk'],
    'a program that says so to Exchange': ['X-Auto-Response-Suppress', 'All'],
    'an answering machine': ['X-Autoreply', 'yes'],
    'an old answering machine': ['X-Autorespond', 'Late bus list'],
    'a loop': ['X-Loop', 'ada@plainview.example'],
    'an empty return path': ['Return-Path', '<>'],
    'a mailing list': ['List-Id', '<staff.plainview.example>'],
    'a newsletter': ['List-Unsubscribe', '<https://plainview.example/stop>'],
  };
  for (const [name, [header, value]] of Object.entries(headers))
    it(`is recognized: ${name}`, async () => expect((await read({ headers: { [header]: value } })).automatic).not.toBeNull());

  it.each([
    'Automatic reply: Late bus list',
    'Out of Office: Re: [CB-1] x',
    'Abwesenheitsnotiz: Buslisten',
    'Réponse automatique : liste',
  ])('is recognized by its subject: %s', async (subject) => expect((await read({ subject })).automatic?.kind).toBe('auto-reply'));
  it('is recognized by its sender', async () =>
    expect((await read({ from: 'Portal <no-reply@plainview.example>' })).automatic?.kind).toBe('auto-reply'));
  it('is one of ours that came back', async () => {
    expect((await read({ from: 'Campus Support <support@campus.example>' })).automatic?.kind).toBe('own');
    expect((await read({ messageId: 'delivery-31.CB-10042@campus.example' })).automatic?.kind).toBe('own');
  });
  it('is not what people write', async () => {
    expect((await read()).automatic).toBeNull();
    expect((await read({ headers: { 'Auto-Submitted': 'no', 'Return-Path': '<ada@plainview.example>' } })).automatic).toBeNull();
    expect((await read({ subject: 'Re: Office supplies are out' })).automatic).toBeNull();
  });
  it('says that its sender is away', async () => {
    const away = await read({ subject: 'Automatic reply: Late bus list', text: 'I am out of the office until December 9.' });
    expect(away.automatic).toMatchObject({ kind: 'auto-reply', isAway: true });
  });
});

describe('a delivery status notification', () => {
  /** A report as postfix writes it. @param returned the message ID of the email that it returns, in angle brackets */
  const report = (returned: string) =>
    read({
      from: 'Mail Delivery <MAILER-DAEMON@plainview.example>',
      subject: 'Undeliverable',
      headers: { 'Content-Type': 'multipart/report; report-type=delivery-status; boundary="b1"', 'Return-Path': '<>' },
      text: [
        '--b1',
        'Content-Type: text/plain',
        '',
        'The address does not exist.',
        '',
        '--b1',
        'Content-Type: message/delivery-status',
        '',
        'Reporting-MTA: dns; mx.plainview.example',
        '',
        'Original-Recipient: rfc822;ada@plainview.example',
        'Final-Recipient: rfc822; Ada@Plainview.example',
        'Action: failed',
        'Status: 5.1.1',
        'Diagnostic-Code: smtp; 550 5.1.1 unknown user',
        '',
        'Final-Recipient: rfc822; bo@plainview.example',
        'Action: delayed',
        'Status: 4.4.1',
        '',
        '--b1',
        'Content-Type: text/rfc822-headers',
        '',
        `Message-ID: ${returned}`,
        '',
        '--b1--',
      ].join('\r\n'),
    });
  const reported = (deliveryId: number | null) => ({
    kind: 'bounce',
    isAway: false,
    failed: [{ address: 'ada@plainview.example', status: '5.1.1', deliveryId }],
  });

  it('says which address failed, and which email of ours it returns', async () => {
    expect((await report(messageIds.write(31, 'CB-10042'))).automatic).toEqual(reported(31));
    expect((await report(messageIds.write(31, undefined))).automatic).toEqual(reported(31));
  });

  it('names no email of ours when its message ID was guessed', async () => {
    const signed = messageIds.write(31, 'CB-10042');
    for (const guessed of [
      '<delivery-31.CB-10042@campus.example>',
      signed.replace('delivery-31', 'delivery-32'),
      createMessageIds([Buffer.alloc(32, 8)], 'campus.example').write(31, 'CB-10042'),
    ])
      expect((await report(guessed)).automatic).toEqual(reported(null));
  });

  it('finds the signed message ID among those that were guessed', async () => {
    const many = Array.from({ length: 5 }, (_, id) => `<delivery-${id}.CB-1@campus.example>`).join(' ');
    expect((await report(`${many} ${messageIds.write(31, 'CB-10042')}`)).automatic).toEqual(reported(31));
  });
});

describe('whether the domain of a sender vouches for an email', () => {
  const from = 'ada@plainview.example';
  const results = (...values: string[]) => readResults(values, 'mx.campus.example', from);
  it('is what the named server says, and nobody else', () => {
    expect(results('mx.campus.example; dmarc=pass header.from=plainview.example')).toBe('pass');
    expect(results('mx.campus.example 1; dkim=fail; dmarc=fail (p=reject) header.from=plainview.example')).toBe('fail');
    expect(results('mx.evil.example; dmarc=pass header.from=plainview.example')).toBe('none');
    expect(results('mx.evil.example; x=mx.campus.example; dmarc=pass')).toBe('none');
    // only the topmost: a forged one of the same name stands below it
    expect(results('mx.campus.example; dmarc=fail', 'mx.campus.example; dmarc=pass')).toBe('fail');
    expect(results('(mx.campus.example; dmarc=pass) mx.evil.example; dmarc=pass')).toBe('none');
  });
  it('is a signature or a server of their domain, where there is no policy', () => {
    expect(results('mx.campus.example; dkim=pass header.d=plainview.example')).toBe('pass');
    expect(results('mx.campus.example; dkim=pass header.d=mailer.example; spf=pass smtp.mailfrom=bounce@mailer.example')).toBe(
      'none',
    );
    expect(results('mx.campus.example; spf=pass smtp.mailfrom=ada@plainview.example')).toBe('pass');
    expect(results('mx.campus.example; dkim=pass header.d=notplainview.example')).toBe('none');
    expect(results('mx.campus.example; dkim=pass header.d=example')).toBe('none');
  });
  it('is asked for what came through a list, and not for what a program wrote', async () => {
    const vouched = { 'Authentication-Results': 'mx.campus.example; dmarc=pass header.from=plainview.example' };
    expect(await read({ headers: { ...vouched, 'List-Id': '<staff.plainview.example>' } })).toMatchObject({
      authentication: 'pass',
      automatic: { kind: 'list' },
    });
    expect(await read({ headers: { ...vouched, 'Auto-Submitted': 'auto-replied', Precedence: 'list' } })).toMatchObject({
      authentication: 'none',
      automatic: { kind: 'auto-reply' },
    });
  });
  it('is nothing for a forged signature', async () => {
    const auth = { authservId: null, log: createLog('silent'), resolver: async () => [] };
    const raw = rawMail({
      headers: { 'DKIM-Signature': 'v=1; a=rsa-sha256; d=plainview.example; s=k; h=from; bh=eA==; b=eA==' },
    });
    expect((await readMail({ ...parts, auth }, raw)).authentication).toBe('none');
  });
});

it('finds the reply address wherever servers and clients name it, and only one that it wrote', async () => {
  const address = replyAddresses.write({ number: 10_042, personId: 3 });
  expect((await read({ to: `Campus Support <${address.toUpperCase()}>` })).replyTo).toEqual({ number: 10_042, personId: 3 });
  expect((await read({ headers: { Cc: `x@y.example, ${address}` } })).replyTo).toEqual({ number: 10_042, personId: 3 });
  expect((await read({ headers: { 'Delivered-To': address } })).replyTo).toEqual({ number: 10_042, personId: 3 });
  expect((await read({ to: address.replace('+', '+a') })).replyTo).toBeNull();
});

it('gives an email the same key by whatever way it comes, and another one to another email', async () => {
  const raw = rawMail({ messageId: 'same@mailer.example' });
  const relayed = Buffer.concat([Buffer.from('Received: by mx.example\r\nDelivered-To: x@y.example\r\n'), raw]);
  const [one, two] = [await readMail(parts, raw), await readMail(parts, relayed)];
  expect(two.key).toBe(one.key);
  expect((await read({ messageId: 'same@mailer.example' })).key).not.toBe(one.key);
});

it('recognizes nobody by an email with two senders', async () => {
  expect((await read({ from: 'ada@plainview.example, rosa@rivertown.example' })).from.isClear).toBe(false);
  expect((await read()).from).toMatchObject({ address: 'ada@plainview.example', isClear: true });
});

it('keeps the pictures of the text, and not those of a signature or a quotation', async () => {
  const picture = (id: string) => ['--r', `Content-Type: image/png; name="${id}.png"`, `Content-ID: <${id}>`, 'Content-Disposition: inline', 'Content-Transfer-Encoding: base64', '', 'iVBORw0KGgo='].join('\r\n'); // prettier-ignore
  const html =
    '<div>Look:<img src="cid:shot"></div><div class="gmail_signature"><img src="cid:logo"></div><blockquote type="cite"><img src="cid:old"></blockquote>';
  const text = ['--r', 'Content-Type: text/html', '', html, picture('shot'), picture('logo'), picture('old'), '--r--'].join(
    '\r\n',
  );
  const mail = await read({ headers: { 'Content-Type': 'multipart/related; boundary="r"' }, text });
  expect(mail.files.map(({ name }) => name)).toEqual(['shot.png']);
  expect(mail.text).toBe('Look:');
});

it('keeps the lines of a cell apart, as Word writes them, and its pictures', async () => {
  const cells = (...all: string[]) => `<tr>${all.map((one) => `<td>${one}</td>`).join('')}</tr>`;
  const html = `<table border="1">${cells('<p class="MsoNormal">Class</p>', 'State')}${cells(
    '<p class="MsoNormal">Grade 9</p><p class="MsoNormal"><b>Room 12</b></p>',
    '<ul><li>no rows<img src="cid:shot"></li><li>no columns</li></ul>',
  )}</table>`;
  const picture = ['--r', 'Content-Type: image/png; name="shot.png"', 'Content-ID: <shot>', 'Content-Disposition: inline', 'Content-Transfer-Encoding: base64', '', 'iVBORw0KGgo='].join('\r\n'); // prettier-ignore
  const text = ['--r', 'Content-Type: text/html', '', html, picture, '--r--'].join('\r\n');
  const mail = await read({ headers: { 'Content-Type': 'multipart/related; boundary="r"' }, text });
  expect(mail.text).toBe('| Class | State |\n| - | - |\n| Grade 9 **Room 12** | no rows no columns |');
  expect(mail.files.map(({ name }) => name)).toEqual(['shot.png']);
});

it('takes a text file for a file, also where its program shows it below the text', async () => {
  const part = (type: string, content: string, ...rest: string[]) => ['--m', `Content-Type: ${type}`, ...rest, '', content];
  const text = [
    ...part('text/plain; charset=utf-8', 'The import fails.'),
    ...part('text/plain', 'row 1: unknown school', 'Content-Disposition: inline; filename="import.log"'),
    ...part('text/html; name="report.html"', '<h1>0 rows</h1>'),
    ...part('text/plain', 'Sent by the portal'),
    '--m--',
  ].join('\r\n');
  const mail = await read({ headers: { 'Content-Type': 'multipart/mixed; boundary="m"' }, text });
  expect(mail.text).toBe('The import fails.\n\nSent by the portal');
  expect(
    mail.files.map(({ name, content }) => [
      name,
      Buffer.from(content ?? [])
        .toString()
        .trim(),
    ]),
  ).toEqual([
    ['import.log', 'row 1: unknown school'],
    ['report.html', '<h1>0 rows</h1>'],
  ]);
});

it('takes a part with a name for the text where nothing else is', async () => {
  const text = ['--m', 'Content-Type: text/plain; name="body.txt"', '', 'The import fails.', '--m--'].join('\r\n');
  const mail = await read({ headers: { 'Content-Type': 'multipart/mixed; boundary="m"' }, text });
  expect(mail).toMatchObject({ text: 'The import fails.', files: [] });
});

it('calls a file that only Outlook opens winmail.dat, and keeps it', async () => {
  const text = ['--m', 'Content-Type: text/plain', '', 'Attached.', '--m', 'Content-Type: application/ms-tnef; name="ATT00001.bin"', 'Content-Disposition: attachment; filename="ATT00001.bin"', '', 'x', '--m--'].join('\r\n'); // prettier-ignore
  const mail = await read({ headers: { 'Content-Type': 'multipart/mixed; boundary="m"' }, text });
  expect(mail.files.map(({ name, content }) => [name, Buffer.from(content).toString().trim()])).toEqual([['winmail.dat', 'x']]);
});

it('shows what people type as they typed it', async () => {
  expect((await read({ text: '# 1 <b>not bold</b> *stars*\n- a' })).text).toBe('\\# 1 \\<b>not bold\\</b> \\*stars\\*\n\\- a');
});

describe('what people write below a line that could begin a signature', () => {
  it.each([
    'The page says:\n---\nTypeError: term is undefined\n---\nWhat can we do?',
    'Records\nSent from School A on Friday.\nNone arrived at School B.',
    'The last page ends with:\nSent from my iPhone\nand nothing else. Why?',
    'Problem 1: no grades\n__\nProblem 2: no rosters',
  ])('stays: %j', (text) => {
    expect(cutReply(text, { name: 'Ada Park', isForward: false })).toBe(text);
  });

  it.each([
    'Thanks, it works.\n\nSent from my iPhone',
    'Thanks, it works.\n\nSent from my iPhone\n\nAda Park\nPlainview School District',
    'Thanks, it works.\n___\nAda Park\nPlainview School District',
    'Thanks, it works.\n====\nPlainview School District\n555-0100, ada@plainview.example',
  ])('is cut off where it is one: %j', (text) => {
    expect(cutReply(text, { name: 'Ada Park', isForward: false })).toBe('Thanks, it works.');
  });
});

it('takes no longer than a moment for a text that was made to take long', () => {
  const facts = { name: 'Ada Park', isForward: false };
  const nasty = [
    'Op schreef '.repeat(1_500),
    'On at '.repeat(3_000),
    '['.repeat(50_000),
    '> '.repeat(20_000),
    'From: '.repeat(5_000),
    'Op \n'.repeat(4_000),
  ];
  for (const text of nasty) expect(typeof cutReply(text, facts)).toBe('string');
}, 20_000);

describe('an email that was made to do harm', () => {
  const html = (body: string) => read({ headers: { 'Content-Type': 'text/html; charset=utf-8' }, text: body });

  it('is read in time, however many signatures and separators it ends with', async () => {
    expect((await read({ text: `Hi\r\n\r\n${'Sent from my iPhone\r\n'.repeat(20_000)}` })).text).toMatch(/^Hi/);
    expect((await read({ text: `Hi\r\n${'--\r\nx\r\n'.repeat(20_000)}` })).text).toMatch(/^Hi/);
  });

  it('is read as text when its elements are nested so deeply that parsing them takes all of the stack', async () => {
    expect((await html(`${'<o:p>'.repeat(20_000)}Bus 7`)).text).toBe('Bus 7');
  });

  it('is read as text when its elements would be repeated in every paragraph', async () => {
    const open = Array.from({ length: 250 }, (_, at) => `<b id=${at}>`).join('');
    expect((await html(`${open}${'<p>Bus 7</p>'.repeat(3_000)}`)).text).toMatch(/^Bus 7\s+Bus 7/);
  });

  it('brings no character that the database refuses', async () => {
    const { messageId, references, text } = await read({
      messageId: 'a\0b@mailer.example',
      headers: { References: '<c\0d@mailer.example>' },
      text: 'Bus\0 7',
    });
    expect([messageId, references]).toEqual([null, []]);
    expect(text).not.toContain('\0');
    const { from } = await read({ from: 'Ada <=?utf-8?Q?ada=00?=@plainview.example>' });
    expect(from.address).not.toContain('\0');
  });
});
