// Random histories of two accounts, searched for leaks: everything that anybody is shown is read, and so is every message that is sent to a
// contact, in chat or by email. `npm run bench -- soak histories` runs ten thousand of them.
import { describe, expect } from 'vitest';
import { createLog } from '../../src/server/log.ts';
import type { Database } from '../../src/db/client.ts';
import type { Contact } from '../../src/domain/person.ts';
import { addRecipient } from '../../src/usecases/notifications/recipients.ts';
import { FileUnavailable, type SentFile } from '../../src/ports.ts';
import { startFetcher } from '../../src/usecases/files/fetch-files.ts';
import { mayDownload } from '../../src/usecases/files/may-download.ts';
import { renderDelivery } from '../../src/chat/render-delivery.ts';
import { parseDirectory } from '../../src/cli/directory.ts';
import { importDirectory } from '../../src/usecases/people/import-directory.ts';
import { pdf, png } from '../files/contents.ts';
import { prepareStatements } from '../prepare-statements.ts';
import { isSoak, soakNumber, soakTimeout } from '../soak.ts';
import { vendor, type World } from '../usecases/fixtures.ts';
import { ScriptedUser, test as base, type ChatHarness, type Seen } from './harness.ts';
import { readCard } from './read-card.ts';

const histories = soakNumber('SOAK_HISTORIES', 18);
const from = soakNumber('SOAK_FROM', 0);
const seed = soakNumber('SOAK_SEED', 9);
const stepsEach = 14;
/** Histories that share a database. It is emptied then, because every search and list reads what all of them left. */
const together = 200;

type Account = 'plainview' | 'rivertown';
type Name = 'ada' | 'ben' | 'rita' | 'rosa' | 'pat' | 'max' | 'tia';
/** Where a leak is planted, to prove that it would be found. */
const plants = ['search', 'mail', 'edit', 'import', 'button', 'download', 'membership'] as const;
type Plant = (typeof plants)[number];

const log = createLog('silent');

/** Pat belongs to one account or the other, or to both. */
const contacts: readonly Name[] = ['ada', 'ben', 'rita', 'rosa', 'pat'];
const advisors: readonly Name[] = ['max', 'tia'];

const bothAccounts: readonly Account[] = ['plainview', 'rivertown'];

type HarnessWithPat = ChatHarness & { pat: ScriptedUser; world: World & { pat: Contact } };

/** Marks of what people wrote: who may read a text can be told from the text alone. */
const mark = { note: 'INTERNALMARK', plainview: 'PLAINVIEWMARK', rivertown: 'RIVERTOWNMARK' };

/** What to search for: a search repeats the text it searched for, but not the marks. */
const topic = { note: 'whispered', plainview: 'prairie', rivertown: 'harbor' };

/** Returns numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

class History {
  readonly leaks: string[] = [];
  /** texts that contacts read */
  texts = 0;
  private readonly random: () => number;
  private readonly cases: { number: number; account: Account }[] = [];
  /** messages typed in threads: who, where, and whether it was a note */
  private readonly typed: {
    who: Name;
    place: Parameters<ScriptedUser['replies']>[0];
    ref: string;
    account: Account;
    note: boolean;
  }[] = [];
  /** buttons that somebody was shown */
  private readonly buttons: { action: string; value: string; shownTo: Name }[] = [];
  private written = 0;

  /** what happens, the frequent more than once */
  private readonly steps: readonly (() => Promise<void>)[] = [
    () => this.say(),
    () => this.say(),
    () => this.edit(),
    () => this.edit(),
    () => this.remove(),
    () => this.command(),
    () => this.look(),
    () => this.look(),
    () => this.readFiles(),
    () => this.search(),
    () => this.press(),
    () => this.press(),
    () => this.importAgain(),
  ];

  private readonly harness: HarnessWithPat;
  private readonly accountsOf: Map<Name, readonly Account[]>;
  readonly index: number;
  private readonly plant?: Plant;

  constructor(harness: HarnessWithPat, accountsOf: Map<Name, readonly Account[]>, index: number, plant?: Plant) {
    this.harness = harness;
    this.accountsOf = accountsOf;
    this.index = index;
    this.plant = plant;
    this.random = randomFrom(seed * 1_000_003 + index);
  }

  async run(): Promise<void> {
    const { rows } = await this.harness.db.pool.query<{ newest: number }>('select coalesce(max(id), 0) newest from delivery');
    await this.open('ada');
    await this.open('rosa');

    for (let step = 0; step < stepsEach; step += 1) await this.pick(this.steps)();
    await this.readDeliveries(rows[0]?.newest ?? 0);
  }

  private pick<T>(all: readonly T[]): T {
    return all[Math.floor(this.random() * all.length)] as T;
  }

  private text(account: Account, note: boolean): string {
    this.written += 1;
    const kind = note ? 'note' : account;
    return `${mark[kind]} ${topic[kind]} ${this.index}x${this.written} rosters`;
  }

  /** Reads what somebody was shown. */
  private see(who: Name, seen: Seen): Seen {
    this.check(who, this.accountsOf.get(who), seen.text);
    const { reply } = seen;
    const card = 'card' in reply ? reply.card : undefined;
    for (const element of card?.elements ?? [])
      if (element.kind === 'actions')
        for (const control of element.actions)
          if (control.kind === 'button' && control.action !== 'say')
            this.buttons.push({ action: control.action, value: control.value ?? '', shownTo: who });
    return seen;
  }

  /** @param accounts of the reader; undefined for advisors, who may read everything */
  private check(reader: string, accounts: readonly Account[] | undefined, text: string): void {
    if (accounts === undefined) return;
    this.texts += 1;
    if (text.includes(mark.note)) this.leaks.push(`history ${this.index}: ${reader} read an internal note:\n${text}`);
    for (const other of bothAccounts.filter((one) => !accounts.includes(one)))
      if (text.includes(mark[other])) this.leaks.push(`history ${this.index}: ${reader} read another account's case:\n${text}`);
  }

  private async open(who: 'ada' | 'rosa'): Promise<void> {
    const account = who === 'ada' ? 'plainview' : 'rivertown';
    const values = { caseType: 'Question', module: 'Attendance', description: this.text(account, false) };
    const form = await this.harness[who].command(`open ${this.text(account, false)}`);
    const answer = this.see(who, await form.submit(values));
    // asked whether it is a similar case, which must be one of their own
    if (answer.reply.kind === 'form') this.see(who, await answer.submit({ similar: 'none' }));
    const { rows } = await this.harness.db.pool.query<{ number: number }>('select max(number) number from "case"');
    const number = Number(rows[0]?.number);
    this.cases.push({ number, account });
    const { services, max, pat, request } = this.harness.world;
    if (this.accountsOf.get('pat')?.includes(account)) await addRecipient(services, max, { number, personId: pat.id }, request());
  }

  /** A reply in the thread of a case: of a contact, of an advisor, or an advisor's note. */
  private async say(): Promise<void> {
    const { number, account } = this.pick(this.cases);
    const side = this.pick(['contact', 'advisor'] as const);
    const note = side === 'advisor' && this.random() < 0.5;
    const who = side === 'advisor' ? this.pick(advisors) : account === 'plainview' ? 'ada' : 'rosa';
    const place = await this.harness.thread(number, side);
    const ref = `h${this.index}-${this.typed.length}`;
    this.typed.push({ who, place, ref, account, note });
    const text = (note ? '// ' : '') + (this.random() < 0.3 ? '' : this.text(account, note));
    this.see(who, await this.harness[who].replies(place, text, { ref, files: this.files(account, note) }));
  }

  /** Up to two files, whose names tell who may see them; some cannot be read. */
  private files(account: Account, note: boolean): SentFile[] {
    const { source } = this.harness.world.files;
    return Array.from({ length: Math.floor(this.random() * 3) }, () => {
      const name = `${this.text(account, note)}.${this.pick(['png', 'pdf'])}`;
      const file = source.add(name, name.endsWith('png') ? png(name) : pdf(name));
      if (this.random() < 0.2) source.fail(file.ref, new FileUnavailable('gone', 'file_deleted'));
      return file;
    });
  }

  /** Reads the files that were sent, and tries to download one of them. */
  private async readFiles(): Promise<void> {
    const { services } = this.harness.world;
    if (!services.files) return;
    const fetcher = startFetcher({ ...services, files: services.files }, { log });
    await fetcher.idle();
    await fetcher.stop();
    const who = this.pick(contacts);
    this.see(who, await this.harness[who].command(`files CB-${this.pick(this.cases).number}`));
    const file = await this.harness.db.prisma.file.findFirst({
      where: { case: { number: this.pick(this.cases).number } },
      orderBy: { id: 'desc' },
    });
    const reader = this.plant === 'download' ? 'max' : who;
    const found = file && (await mayDownload(services, file.id, { personId: this.harness.world[reader].id }));
    if (found) this.check(who, this.accountsOf.get(who), found.name);
  }

  /** An edit of something typed, which may try to turn a post into a note or a note into a post. */
  private async edit(): Promise<void> {
    const typed = this.typed.length > 0 ? this.pick(this.typed) : undefined;
    if (!typed) return;
    const becomesNote = typed.who !== 'ada' && typed.who !== 'rosa' && this.random() < 0.5;
    // a note stays a note whatever its text begins with, so what is written into it is secret
    const text = this.text(typed.account, typed.note || becomesNote);
    this.see(typed.who, await this.harness[typed.who].edits(typed.place, typed.ref, (becomesNote ? '// ' : '') + text));
    if (this.plant === 'edit' && typed.note) {
      const { body } = await this.harness.db.prisma.post.findFirstOrThrow({ where: { kind: 'note' }, orderBy: { id: 'desc' } });
      this.check('a contact', [typed.account], body);
    }
  }

  private async remove(): Promise<void> {
    const typed = this.typed.length > 0 ? this.pick(this.typed) : undefined;
    if (typed) this.see(typed.who, await this.harness[typed.who].does({ kind: 'deletion', ref: typed.ref, place: typed.place }));
  }

  /** A command on any case, by anybody who may or may not use it. */
  private async command(): Promise<void> {
    const { number, account } = this.pick(this.cases);
    const who = this.pick([...contacts, ...advisors]);
    // what somebody writes on another account's case must reach nobody there, so it has the mark of their own
    const own = this.accountsOf.get(who)?.[0] ?? account;
    // Pat may read what they wrote for an account that they have left since
    const public_ = who === 'pat' ? `From the center, ${this.index}` : this.text(own, false);
    const commands = [
      `post CB-${number} ${public_}`,
      `post CB-${number} // ${who === 'pat' ? public_ : this.text(own, advisors.includes(who))}`,
      ...(advisors.includes(who)
        ? [
            `note CB-${number} ${this.text(account, true)}`,
            `claim CB-${number}`,
            `ask CB-${number} ${public_}`,
            `resolve CB-${number} ${public_}`,
          ]
        : []),
      `close CB-${number}`,
      `reopen CB-${number}`,
    ];
    this.see(who, await this.harness[who].command(this.pick(commands)));
  }

  private async look(): Promise<void> {
    const { number } = this.pick(this.cases);
    const who = this.pick([...contacts, ...advisors]);
    const looks = [`view CB-${number}`, `history CB-${number}`, `recipients CB-${number}`, 'list', 'mine', 'home', 'notices'];
    this.see(who, await this.harness[who].command(this.pick(looks)));
    this.see(who, await this.harness[who].home());
  }

  private async search(): Promise<void> {
    const who = this.pick([...contacts, ...advisors]);
    const word = this.pick([topic.note, topic.plainview, topic.rivertown, 'rosters', `CB-${this.pick(this.cases).number}`]);
    this.see(who, await this.harness[who].command(`search ${word}`));
    const asked = this.plant === 'search' ? this.harness.max : this.harness[who];
    this.see(who, await asked.does({ kind: 'search', text: word, page: 1 }));
  }

  /** Replays a button that somebody was shown. */
  private async press(): Promise<void> {
    const button = this.buttons.length > 0 ? this.pick(this.buttons) : undefined;
    if (!button) return;
    const who = this.pick([...contacts, ...advisors]);
    // the one way to publish a note: its author takes the “//” off, is asked, and presses the button; nobody else can
    if (button.action === 'post-draft' && who === button.shownTo) return;
    this.see(who, await this.harness[who].press(button.action, button.value));
    if (this.plant === 'button') this.see('rita', await this.harness.max.press('view', String(this.cases[1]?.number)));
  }

  /** Pat joins or leaves an account; Ben's address moves to the other account, or back. */
  private async importAgain(): Promise<void> {
    const accounts = this.pick([['plainview'], ['rivertown'], ['plainview', 'rivertown'], ['rivertown', 'plainview']] as const);
    const account = this.pick(['plainview', 'rivertown'] as const);
    const contacts = [
      ...accounts.map((key) => `{ email: pat@center.example, name: Pat Moss, account: ${key}, type: support }`),
      `{ email: ben@plainview.example, name: Ben Ode, account: ${account}, type: technical }`,
    ];
    const file = `contacts:\n${contacts.map((contact) => `  - ${contact}\n`).join('')}`;
    await importDirectory(this.harness.world.services, parseDirectory(file), { force: true });
    this.accountsOf.set('pat', accounts);
    if (this.plant === 'membership') await this.forgetToEnd(accounts);
    // his chat identity is vouched for by Plainview's workspace, which may speak for Plainview's contacts only
    const known = this.plant === 'import' ? bothAccounts.filter((one) => one !== account) : [account];
    this.accountsOf.set('ben', known);
  }

  /** Leaves Pat in an account that they have left. */
  private async forgetToEnd(accounts: readonly Account[]): Promise<void> {
    const { prisma } = this.harness.db;
    const { id: personId } = this.harness.world.pat;
    for (const key of bothAccounts.filter((one) => !accounts.includes(one))) {
      const { id: accountId } = await prisma.account.findUniqueOrThrow({ where: { key } });
      await prisma.membership.create({ data: { personId, accountId, contactType: 'support' } });
    }
  }

  /** Reads every message to contacts that this history caused. */
  private async readDeliveries(after: number): Promise<void> {
    const { db, world } = this.harness;
    const { rows } = await db.pool.query<{ id: number; channelId: string; account: Account }>(
      `select d.id, l.channel_id "channelId", a.key account
      from delivery d join conversation k on k.id = d.conversation_id join destination l on l.id = d.destination_id
      join "case" c on c.id = d.case_id join account a on a.id = c.account_id
      where d.id > $1 and not d.withdrawn and (k.side = 'contact' or $2) order by d.id`,
      [after, this.plant === 'mail'],
    );
    for (const { id, channelId, account } of rows) {
      const rendered = await renderDelivery(world.services, id);
      if (!rendered) continue;
      const texts = [readCard(rendered.card), ...(rendered.card.file ? [rendered.card.file.name] : [])];
      for (const text of texts) this.check(channelId, [account], text);
      // what was sent to Pat before stays where it is; what is shown from now on must be of an account that Pat has
      if (channelId === 'D0PAT' || channelId === 'pat@center.example')
        for (const text of texts) this.check('pat', this.accountsOf.get('pat'), text);
    }
  }
}

const test = base
  .extend(
    'accountsOf',
    { scope: 'file' },
    () =>
      new Map<Name, readonly Account[]>([
        ['ada', ['plainview']],
        ['ben', ['plainview']],
        ['rita', ['plainview']],
        ['rosa', ['rivertown']],
        ['pat', bothAccounts],
      ]),
  ) // prettier-ignore
  .extend('withPat', { scope: 'file' }, async ({ harness }): Promise<HarnessWithPat> => {
    const { db, world, router } = harness;
    const who = { name: 'Pat Moss', email: 'pat@center.example' };
    const kind = { kind: 'contact' as const, contactType: 'support' as const, accountId: world.ada.accountId };
    const memberships = { create: { accountId: world.rosa.accountId, contactType: 'support' as const } };
    const { id } = await db.prisma.person.create({ data: { ...who, ...kind, memberships } });
    const profile = { ...who, homeWorkspace: vendor, timezone: 'America/Chicago', directChannel: 'D0PAT', inactive: false };
    world.profiles.set(`${vendor}/U0PAT`, profile);
    const speaker = { platform: 'slack' as const, workspaceId: vendor, userId: 'U0PAT' };
    const pat = new ScriptedUser(router, speaker, { channelId: 'D0PAT', kind: 'direct' });
    await pat.command('help');
    return { ...harness, pat, world: { ...world, pat: { ...who, ...kind, id } } };
  })
  .extend('play', { scope: 'file' }, ({ harness, withPat, accountsOf }) => {
    if (isSoak) {
      prepareStatements();
      wakeNobody(harness.db);
      haveTime(harness.db);
    }
    harness.world.services.mail = true;
    if (harness.world.services.files) harness.world.services.files.native = { slack: 'everywhere' };
    return async (index: number, plant?: Plant): Promise<Pick<History, 'leaks' | 'texts'>> => {
      const history = new History(withPat, accountsOf, index, plant);
      await history.run();
      return history;
    };
  });

/** Has no transaction wake workers: there are none, and it would be every twentieth statement. */
function wakeNobody({ pool }: Database): void {
  const query = pool.query.bind(pool) as (...args: unknown[]) => unknown;
  const answer = (text: unknown, ...rest: unknown[]): unknown =>
    text === `select pg_notify('outbox', '')` ? Promise.resolve() : query(text, ...rest);
  Object.assign(pool, { query: answer });
}

/** Gives transactions all the time they need: a soak goes on while the machine has other work. */
function haveTime(db: Database): void {
  const transaction = db.transaction.bind(db);
  const limits = { timeout: 600_000, maxWait: 600_000 };
  Object.assign(db, { transaction: (run: Parameters<typeof transaction>[0]) => transaction(run, limits) });
}

describe('random histories of two accounts', () => {
  test('show no contact an internal note or a case of another account', { timeout: soakTimeout }, async ({ play, db }) => {
    const written = { notes: 0, mails: 0, files: 0 };
    let texts = 0;
    const cpu = process.cpuUsage();
    const count = async (): Promise<void> => {
      written.notes += await db.prisma.post.count({ where: { kind: 'note' } });
      written.mails += await db.prisma.delivery.count({ where: { destination: { platform: 'mail' } } });
      written.files += await db.prisma.delivery.count({ where: { kind: 'file' } });
    };
    for (let index = from; index < from + histories; index += 1) {
      if (index > from && (index - from) % together === 0) {
        await count();
        await db.pool.query('truncate "case", idempotency_key cascade');
      }
      const history = await play(index);
      expect(history.leaks).toEqual([]);
      texts += history.texts;
      const done = index + 1 - from;
      if (isSoak && (done % 100 === 0 || done === histories)) {
        const { user, system } = process.cpuUsage(cpu);
        const each = `${((user + system) / 1000 / done).toFixed(1)} ms of CPU each without the database's`;
        console.log(`${done} histories from ${from}, seed ${seed}, ${texts} texts read by contacts, ${each}: no leak`);
      }
    }
    await count();
    for (const rows of Object.values(written)) expect(rows).toBeGreaterThan(3);
  });

  test.for(plants)('would show a leak by %s', async (plant, { play }) => {
    const leaks: string[] = [];
    // no other history has these numbers
    const first = 1_000_000 + plants.indexOf(plant) * 1_000;
    for (let index = first; leaks.length === 0 && index < first + 40; index += 1) leaks.push(...(await play(index, plant)).leaks);
    expect(leaks.length).toBeGreaterThan(0);
  });
});
