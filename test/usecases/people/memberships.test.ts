// A contact of several accounts: Pat is a Support contact of Plainview and a Read-Only contact of Rivertown. Ada belongs to Plainview alone,
// Rosa to Rivertown, Lena to Lakeside.
import { describe, expect } from 'vitest';
import { parseQuery } from '../../../src/domain/search/parse-query.ts';
import { inAccount, type Contact, type Person } from '../../../src/domain/person.ts';
import { defaultSettings } from '../../../src/domain/settings.ts';
import { isUsableConversation } from '../../../src/outbox/enqueue/eligible-conversations.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { caseHistory } from '../../../src/usecases/cases/case-history.ts';
import { openCase } from '../../../src/usecases/cases/open-case.ts';
import { viewCase } from '../../../src/usecases/cases/view-case.ts';
import { listFiles } from '../../../src/usecases/files/list-files.ts';
import { addRecipient, listRecipients, removeRecipient } from '../../../src/usecases/notifications/recipients.ts';
import { readNotification, setNotification } from '../../../src/usecases/notifications/set-notification.ts';
import { contactsOf } from '../../../src/usecases/people/contacts-of.ts';
import { personById } from '../../../src/usecases/people/person-by-mail.ts';
import { homeSummary } from '../../../src/usecases/search/home-summary.ts';
import { latestCases } from '../../../src/usecases/search/latest-cases.ts';
import { searchCases } from '../../../src/usecases/search/search-cases.ts';
import { similarCases } from '../../../src/usecases/search/similar-cases.ts';
import { loadCases } from '../../bench/similar/load-cases.ts';
import { labeledCases } from '../../bench/similar/parse-cases.ts';
import { newCase, test as base, vendor } from '../fixtures.ts';

interface Cast {
  pat: Contact;
  lena: Contact;
  /** numbers of cases about a quetzal */
  plainview: number;
  rivertown: number;
  lakeside: number;
}

const about = 'Both varicella doses are entered, the nurse report still says noncompliant. Immunization compliance is wrong.';
const bells = { subject: 'Immunization bells', description: about };

const it = base
  .extend('file', { scope: 'file' }, ({ services, request }) => async (contact: Contact, subject: string): Promise<number> => {
    const input = { ...newCase, subject, description: `${about} The quetzal of ${subject} is late.` };
    const opened = await openCase(
      services,
      contact,
      input,
      { workspaceId: vendor, directChannel: `D0${contact.name}` },
      request(),
    );
    if (opened === 'repeat') throw new Error('a new request was taken for a repeat');
    return opened.number;
  })
  .extend('cast', { scope: 'file' }, async ({ db, ada, rosa, file }): Promise<Cast> => {
    // what is rare shows among the cases of some months, which here are a fourth account's
    const elsewhere = await db.prisma.account.create({ data: { key: 'hills', name: 'Hills', timezone: 'UTC' } });
    const others = labeledCases().filter(({ topic }) => topic !== null && !/immunization/.test(topic));
    await loadCases(db, { ...rosa, accountId: elsewhere.id }, others);
    const lake = await db.prisma.account.create({ data: { key: 'lakeside', name: 'Lakeside', timezone: 'America/Denver' } });
    const person = { kind: 'contact' as const, contactType: 'support' as const };
    const memberships = { create: { accountId: rosa.accountId, contactType: 'readOnly' as const } };
    const mail = (name: string) => ({ name, email: `${name.toLowerCase()}@center.example` });
    const { id } = await db.prisma.person.create({ data: { ...person, ...mail('Pat'), accountId: ada.accountId, memberships } });
    const other = await db.prisma.person.create({ data: { ...person, ...mail('Lena'), accountId: lake.id } });
    const lena: Contact = { ...person, ...mail('Lena'), id: other.id, accountId: lake.id };
    return {
      pat: {
        ...person,
        ...mail('Pat'),
        id,
        accountId: ada.accountId,
        also: [{ accountId: rosa.accountId, contactType: 'readOnly' }],
      },
      lena,
      plainview: await file(ada, 'Bells of Plainview'),
      rivertown: await file(rosa, 'Bells of Rivertown'),
      lakeside: await file(lena, 'Bells of Lakeside'),
    };
  })
  .extend('found', { scope: 'file' }, ({ services }) => async (person: Person, text: string): Promise<number[]> => {
    const { rows, total } = await searchCases(services, person, parseQuery(text, defaultSettings), 'UTC');
    expect(total).toBe(rows.length);
    return rows.map(({ number }) => number).sort((one, other) => one - other);
  });

describe('what a contact of two accounts sees', () => {
  it.for([
    'bells',
    'quetzal',
    'quetz*',
    'subject:^bells',
    'is:open',
    'bells sort:relevance',
    'bells sort:account',
    '',
    'priority:medium bells',
  ])('is the cases of both for “%s”, and nobody else sees more than their own', async (text, { cast, ada, rosa, found }) => {
    const { pat, lena, plainview, rivertown, lakeside } = cast;
    expect(await found(pat, text)).toEqual([plainview, rivertown]);
    expect(await found(ada, text)).toEqual([plainview]);
    expect(await found(rosa, text)).toEqual([rivertown]);
    expect(await found(lena, text)).toEqual([lakeside]);
  });

  it('is one of their accounts with the filter “account:”, and none of the others', async ({ cast, found }) => {
    const { pat, plainview, rivertown } = cast;
    expect(await found(pat, 'account:plainview')).toEqual([plainview]);
    expect(await found(pat, 'account:rivertown bells')).toEqual([rivertown]);
    expect(await found(pat, '-account:rivertown')).toEqual([plainview]);
    expect(await found(pat, 'account:lakeside')).toEqual([]);
    expect(await found(pat, '-account:lakeside')).toEqual([plainview, rivertown]);
  });

  it('is both on the Home tab, with what waits for them in either', async ({ cast, services, db }) => {
    const { pat, plainview, rivertown, lakeside } = cast;
    const home = await homeSummary(services, pat);
    expect(home).toMatchObject({ openCount: 2, waitingCount: 0 });
    expect(home.recent.map(({ accountName }) => accountName).sort()).toEqual(['Plainview School District', 'Rivertown Schools']);
    const numbers = [plainview, rivertown, lakeside];
    const before = await db.prisma.case.findMany({ where: { number: { in: numbers } }, select: { id: true, contactId: true } });
    await db.prisma.case.updateMany({
      where: { number: { in: numbers } },
      data: { status: 'PendingCustomerInput', contactId: pat.id },
    });
    const waiting = await homeSummary(services, pat);
    expect(waiting).toMatchObject({ waitingCount: 2, recent: [] });
    expect(waiting.waiting.map(({ number }) => number).sort()).toEqual([plainview, rivertown]);
    expect((await latestCases(services, pat, 5)).map(({ number }) => number).sort()).toEqual([plainview, rivertown]);
    for (const { id, contactId } of before) await db.prisma.case.update({ where: { id }, data: { status: 'New', contactId } });
  });

  it('is similar cases of both, but of one alone while they file a case for it', async ({ cast, services, found }) => {
    const { pat, plainview, rivertown } = cast;
    const similar = async (person: Person) =>
      (await similarCases(services, person, bells)).cases.map(({ number }) => number).sort();
    expect(await similar(pat)).toEqual([plainview, rivertown]);
    for (const [account, number] of [
      [pat.accountId, plainview],
      [pat.also?.[0]?.accountId ?? 0, rivertown],
    ] as const) {
      const acting = inAccount(pat, account);
      if (!acting) throw new Error('Pat belongs to the account');
      expect(await similar(acting)).toEqual([number]);
      expect(await found(acting, 'bells')).toEqual([number]);
    }
    expect(inAccount(pat, 0)).toBeNull();
  });

  it('is every page of a case of either, and of a third account none', async ({ cast, services }) => {
    const { pat, plainview, rivertown, lakeside } = cast;
    for (const number of [plainview, rivertown]) {
      await viewCase(services, pat, number);
      await caseHistory(services, pat, number);
      await listFiles(services, pat, number);
      await listRecipients(services, pat, number);
    }
    for (const read of [viewCase, caseHistory, listFiles, listRecipients])
      await expect(read(services, pat, lakeside)).rejects.toThrow(`We couldn't find CB-${lakeside}.`);
  });
});

describe('what a contact of two accounts may do', () => {
  it('depends on what they are in the account of the case', async ({ cast, services, request }) => {
    const { pat, plainview, rivertown, lakeside } = cast;
    expect((await viewCase(services, pat, plainview)).may).toEqual(
      expect.arrayContaining(['post', 'close', 'manage-recipients']),
    );
    expect((await viewCase(services, pat, rivertown)).may.sort()).toEqual(['recipient-self', 'search', 'view']);
    await addPost(services, pat, { number: plainview, text: 'From the center' }, request());
    await expect(addPost(services, pat, { number: rivertown, text: 'No' }, request())).rejects.toThrow('As a Read-Only Contact');
    await expect(addPost(services, pat, { number: lakeside, text: 'No' }, request())).rejects.toThrow("We couldn't find");
  });

  it('adds themselves to a case of the account that they only read, and anybody to a case of the other', async ({
    cast,
    services,
    request,
    ben,
    rosa,
    db,
  }) => {
    const { pat, plainview, rivertown } = cast;
    await addRecipient(services, pat, { number: rivertown, personId: pat.id }, request());
    await setNotification(services, pat, { number: rivertown, level: 'status' }, request());
    expect(await readNotification(services, pat, rivertown)).toMatchObject({ case: { level: 'status' } });
    await expect(addRecipient(services, pat, { number: rivertown, personId: rosa.id }, request())).rejects.toThrow(
      'As a Read-Only Contact',
    );
    await removeRecipient(services, pat, { number: rivertown, personId: pat.id }, request());
    await addRecipient(services, pat, { number: plainview, personId: ben.id }, request());
    await expect(addRecipient(services, pat, { number: plainview, personId: rosa.id }, request())).rejects.toThrow(
      "That person isn't an Authorized Contact of the account.",
    );
    await db.prisma.recipient.deleteMany({ where: { personId: ben.id } });
  });

  it('is offered to advisors and colleagues only where they are authorized', async ({ cast, services, ada, rosa, max }) => {
    const { pat, plainview, rivertown } = cast;
    const names = async (accountId: number) => (await contactsOf(services, accountId)).map(({ name }) => name);
    expect(await names(ada.accountId)).toEqual(['Ada Park', 'Ben Ode', 'Pat']);
    expect(await names(rosa.accountId)).toEqual(['Rosa Lind']);
    const others = async (number: number) => (await listRecipients(services, max, number)).others.map(({ name }) => name);
    expect(await others(plainview)).toEqual(['Ben Ode', 'Pat']);
    expect(await others(rivertown)).toEqual([]);
    expect(await personById(services, pat.id)).toEqual(pat);
  });
});

describe('the direct conversation of a contact of two accounts', () => {
  it('holds cases of both, and loses those of an account when the membership ends', async ({
    cast,
    services,
    db,
    file,
    rosa,
  }) => {
    const { pat } = cast;
    const key = { personId_accountId: { personId: pat.id, accountId: rosa.accountId } };
    await db.prisma.membership.update({ where: key, data: { contactType: 'support' } });
    const standard: Contact = { ...pat, also: [{ accountId: rosa.accountId, contactType: 'support' }] };
    const numbers: number[] = [];
    for (const accountId of [pat.accountId, rosa.accountId])
      numbers.push(await file(inAccount(standard, accountId) ?? pat, `Doors of ${accountId}`));
    const usable = async () => {
      const kept: number[] = [];
      for (const number of numbers) {
        const conversation = await db.prisma.conversation.findFirstOrThrow({ where: { case: { number }, personId: pat.id } });
        if (await isUsableConversation(db.prisma, conversation)) kept.push(number);
      }
      return kept;
    };
    expect(await usable()).toEqual(numbers);
    const places = await db.prisma.conversation.findMany({ where: { case: { number: { in: numbers } }, personId: pat.id } });
    expect(new Set(places.map(({ destinationId }) => destinationId)).size).toBe(1);
    await db.prisma.membership.delete({ where: key });
    expect(await usable()).toEqual(numbers.slice(0, 1));
    const now = await personById(services, pat.id);
    if (now?.kind !== 'contact') throw new Error('Pat is still a contact');
    expect(now.also).toBeUndefined();
    await expect(viewCase(services, now, numbers[1] ?? 0)).rejects.toThrow("We couldn't find");
    expect((await viewCase(services, now, numbers[0] ?? 0)).case.number).toBe(numbers[0]);
    await db.prisma.membership.create({ data: { personId: pat.id, accountId: rosa.accountId, contactType: 'readOnly' } });
  });

  it('never mixes a follow-up of one account with a case of the other', async ({ cast, services, rosa, request }) => {
    const { pat, plainview } = cast;
    const { also: _also, ...only } = pat;
    const acting: Contact = { ...only, accountId: rosa.accountId, contactType: 'support' };
    const filed = { workspaceId: vendor, directChannel: 'D0Pat', previousNumber: plainview };
    await expect(openCase(services, acting, newCase, filed, request())).rejects.toThrow(
      'The earlier case belongs to a different account.',
    );
  });
});
