// A word in messages, files and emails of a case that spans Slack and Teams, and nowhere after a lead redacted it with the form.
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/index.ts';
import { processRedactions } from '../../src/usecases/privacy/redact.ts';
import { addNote } from '../../src/usecases/cases/add-note.ts';
import { dumpRows } from '../database.ts';
import type { Message as SlackMessage } from '../fake-slack/state.ts';
import type { Message as TeamsMessage } from '../fake-teams/state.ts';
import { png } from '../files/samples.ts';
import { contractWorld, type ContractWorld } from './contract-world.ts';
import { textOf, thread, until } from './harness.ts';
import { openTeamsHarness, type TeamsHarness } from './teams-harness.ts';

let harness: TeamsHarness;
let world: ContractWorld;
let folder: string;
const key = randomBytes(32).toString('base64');

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'casebridge-redaction-'));
  harness = await openTeamsHarness();
  world = await contractWorld(harness, 'Teams');
});
afterAll(async () => {
  await harness.stop();
  await rm(folder, { recursive: true });
});

const word = 'Zephyrina';

async function settled(): Promise<void> {
  await harness.bot.fetcher.idle();
  await harness.bot.worker.idle();
}

const says = (one: unknown): boolean => /zephyrina/i.test(JSON.stringify(one));

/** What the platforms show now that the bot wrote, and the names and contents of its files. */
function written(): string[] {
  const { slack, district, vendor, river, campus } = harness;
  const ofSlack = [district, vendor].flatMap((workspace) => [
    ...[...workspace.channels.values()].flatMap(({ messages }) => messages.filter(({ user }) => user === workspace.botUserId)),
    ...[...workspace.files.values()]
      .filter(({ ownerId, state }) => ownerId === workspace.botUserId && state !== 'deleted')
      .map(({ object, content }) => ({ object, content: content.toString('latin1') })),
  ]);
  const ofTeams = [river, campus].flatMap((tenant) =>
    [...tenant.conversations.values()].flatMap(({ messages }) =>
      messages.filter(({ from, deleted }) => from === tenant.botId && !deleted),
    ),
  );
  expect(slack.violations).toEqual([]);
  return [...ofSlack, ...ofTeams].filter(says).map((one) => JSON.stringify(one).slice(0, 300));
}

describe('a word in a case between Slack and Teams', () => {
  it('is nowhere after it was redacted, except in what people typed themselves', async () => {
    const { slackQueue, max, rosa, db } = harness;
    const number = await world.open(`Grade of ${word}`, { module: 'Attendance', description: `**Zephy**rina has a C.` });
    await settled();
    const isCard = (message: SlackMessage) => textOf(message).includes(`CB-${number}`) && message.thread_ts === undefined;
    const card = await until('the card in the queue', () => slackQueue.messages.find(isCard));
    const hers = await until('the card in Teams', () =>
      rosa.direct.messages.find((one: TeamsMessage) => rosa.sees(one).includes(`CB-${number}`)),
    );
    const typed = await rosa.say(`It is ${word}!`, { in: rosa.direct, quoting: hers });
    await settled();
    const files = [max.file(`${word}.txt`, 'grades of all'), max.file('screen.png', png())];
    await max.attach(files, `See ${word.toUpperCase()}.`, slackQueue, card);
    await until('the reply', () => thread(slackQueue, card).some((one) => textOf(one).includes(`It is ${word}`)));
    await settled();
    await addNote(world.services, world.lead, { number, text: `Called the parent of ${word}` }, world.request());
    await settled();
    expect(written().length).toBeGreaterThan(4);

    // Max redacts it with the form in Slack
    await max.command(`redact CB-${number}`, slackQueue);
    await max.submit({ text: word, reason: 'A student was named.' });
    expect(max.modal()).toContain('This cannot be undone.');
    expect(max.modal()).toContain('1 name of a file');
    await max.submit({});
    expect(max.modal()).toContain('Redacted: ');
    expect(max.modal()).toContain('Out of our reach:');
    expect(max.modal()).toContain('Message of Rosa Lind in Teams');
    max.closeModal();
    await settled();

    expect(written()).toEqual([]);
    expect(
      Object.entries(await dumpRows(db.url))
        .filter(([, rows]) => says(rows))
        .map(([table]) => table),
    ).toEqual([]);
    expect(harness.logged()).not.toMatch(/zephyrina/i);
    // what people typed is theirs
    expect(says(rosa.direct.messages.find(({ id }) => id === typed.id))).toBe(true);
    // the file is there under another name, for those who could see it
    expect(
      await db.prisma.file.findMany({
        where: { case: { number }, deletedAt: null },
        select: { name: true, state: true },
        orderBy: { position: 'asc' },
      }),
    ).toEqual([
      { name: '█████.txt', state: 'stored' },
      { name: 'screen.png', state: 'stored' },
    ]);

    // the author edits the message, which still has it
    await rosa.edit(typed, `It is ${word}, really!`);
    await settled();
    expect(
      Object.entries(await dumpRows(db.url))
        .filter(([, rows]) => says(rows))
        .map(([table]) => table),
    ).toEqual([]);
    expect(rosa.everything()).toContain('part of it was redacted');

    // an export made afterwards has the mark only
    const out: string[] = [];
    const err: string[] = [];
    const environment = { DATABASE_URL: db.url, CASEBRIDGE_DATA_DIR: folder, CASEBRIDGE_SECRET_KEY: key };
    const terminal = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text), environment };
    const account = path.join(folder, 'records');
    const since = ['--since', '2020-01-01', '--internal-notes', '--out', account];
    await runCli(['export', 'account', 'rivertown', ...since], terminal);
    const page = await readFile(path.join(account, 'cases', `CB-${number}.html`), 'utf8').catch(() => '');
    expect([out, err, page].join('\n')).not.toMatch(/zephyrina/i);
    expect(page).toContain('█████');
    await processRedactions(world.services);
  });

  it('in a message on its way is corrected when it arrives', async () => {
    const { slackQueue, db } = harness;
    const number = await world.open(`Late ${word}`, { module: 'Attendance', description: 'x' });
    // nothing is awaited: cards are rendered and sent while the redaction commits
    const redacted = (async () => {
      const environment = { DATABASE_URL: db.url, CASEBRIDGE_DATA_DIR: folder, CASEBRIDGE_SECRET_KEY: key };
      const out: string[] = [];
      const code = await runCli(['redact', `CB-${number}`, '--text-file', '-', '--reason', 'Named.'], {
        out: (text) => void out.push(text),
        err: (text) => void out.push(text),
        environment,
        input: (async function* () { yield `${word}\n`; })(), // prettier-ignore
      });
      return { code, text: out.join('\n') };
    })();
    const { code, text } = await redacted;
    expect(text).toContain('1 text of a case');
    expect(code).toBe(0);
    await settled();
    await until('the card', () => slackQueue.messages.find((message) => textOf(message).includes('Late █████')));
    expect(written()).toEqual([]);
  });

  it('is refused to advisors who are no leads and to contacts', async () => {
    const number = await world.open('Refused', { module: 'Attendance' });
    const { ken, rosa, slackTeam } = harness;
    await ken.command(`redact CB-${number}`, slackTeam);
    expect(ken.everything()).toContain('Only leads can do that.');
    await rosa.say(`redact CB-${number}`, { in: rosa.direct });
    await until(
      'the refusal',
      () => rosa.everything().includes('isn’t one of your commands') || rosa.everything().includes("isn't one of your commands"),
    );
    expect(await harness.db.prisma.redaction.count({ where: { recordId: null } })).toBe(0);
  });
});
