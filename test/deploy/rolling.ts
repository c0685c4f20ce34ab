// `npm run test:rolling [-- <commit>]`: replaces a replica of an earlier version by one of this version while people work. The earlier one is
// built from the history: by default from the newest commit with fewer migrations from which an upgrade needs no stop, or else from the oldest with
// the same ones. Both share a database and a strict fake Slack, which sends each request to one of them in turn. At the end every post is in both
// threads, once and in order.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '../../src/db/client.ts';
import { startEmbedded } from '../../src/db/embedded/index.ts';
import { eraseHome } from '../../src/db/embedded/home.ts';
import { needsStop } from '../../src/db/needs-stop.ts';
import { startProcess, type BotProcess } from '../e2e/bot-process.ts';
import { openCase, openSlackHarness, textOf, thread } from '../e2e/harness.ts';

const rounds = Number(process.env.ROLLING_CASES ?? 30);
const root = mkdtempSync(path.join(tmpdir(), 'casebridge-rolling-'));
let failed = false;
try {
  const commit = process.argv[2] ?? versionBefore();
  const folder = buildVersion(commit);
  const embedded = await startEmbedded(path.join(root, 'database'), { fsync: 'off' });
  try {
    await replaceReplica(folder, embedded.ownerUrl);
  } finally {
    await embedded.stop();
    await eraseHome(path.join(root, 'database'));
    git('worktree', 'remove', '--force', folder);
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

function report(isHeld: boolean, what: string): void {
  failed ||= !isHeld;
  console.log(`${isHeld ? 'ok  ' : 'FAIL'}  ${what}`);
}

function git(...args: string[]): string {
  return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
}

function migrationsAt(commit: string): string[] {
  return git('ls-tree', '--name-only', '-d', commit, 'prisma/migrations/')
    .split('\n')
    .map((name) => path.basename(name));
}

/**
 * The newest commit of an earlier schema that this version can share a database with; if an upgrade from every earlier schema needs a stop, the
 * oldest commit of this schema. Commits whose migrations were rewritten before they landed are passed over.
 */
function versionBefore(): string {
  const current = readdirSync('prisma/migrations', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  let ofThisSchema: string | undefined;
  for (const commit of git('log', '--format=%H', '-n', '300').split('\n')) {
    const old = migrationsAt(commit);
    const added = current.map(({ name }) => name).filter((name) => !old.includes(name));
    if (added.some((name) => needsStop.includes(name))) continue; // of a branch that began earlier
    if (git('diff', '--no-renames', '--diff-filter=MD', '--name-only', commit, '--', 'prisma/migrations')) continue;
    if (added.length > 0) return commit;
    ofThisSchema = commit;
  }
  if (ofThisSchema !== undefined) return ofThisSchema;
  throw new Error(
    'There is no earlier version from which an upgrade needs no stop. Name a commit: npm run test:rolling -- <commit>',
  );
}

/** Checks out and builds an earlier version. @returns its folder */
function buildVersion(commit: string): string {
  const folder = path.join(root, 'before');
  git('worktree', 'add', '--detach', folder, commit);
  const added = readdirSync('prisma/migrations').filter((name) => !existsSync(path.join(folder, 'prisma/migrations', name)));
  console.log(
    `      from ${git('log', '-1', '--format=%h %s', commit)}; this version adds ${added.join(', ') || 'no migration'}`,
  );
  const run = (file: string, ...args: string[]): void => void execFileSync(file, args, { cwd: folder, stdio: 'ignore' });
  if (isInstalled(folder)) {
    symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'));
    run('node', 'prisma/generate.js');
    run('npm', 'run', 'build');
  } else run('npm', 'ci', '--no-audit', '--no-fund');
  return folder;
}

/** Whether this version's packages are also those of the earlier version. */
function isInstalled(folder: string): boolean {
  const packagesOf = (where: string) =>
    (
      JSON.parse(readFileSync(path.join(where, 'package-lock.json'), 'utf8')) as {
        packages: Record<string, { version?: string }>;
      }
    ).packages;
  const installed = packagesOf('.');
  return Object.entries(packagesOf(folder)).every(([name, { version }]) => name === '' || installed[name]?.version === version);
}

async function replaceReplica(folder: string, url: string): Promise<void> {
  const db = openDatabase(url, { scope: 'operator' });
  let old: BotProcess | undefined;
  const prepare = async (environment: Readonly<Record<string, string>>): Promise<void> => {
    old = await startProcess({ ...environment, LOG_LEVEL: 'info' }, folder);
  };
  const harness = await openSlackHarness({ db, worker: {}, prepare });
  if (!old) throw new Error('the earlier version did not start');
  const before = old;
  try {
    const { fake, ada, max, help, queue, bot } = harness;
    const replicas = [before.url, bot.url];
    const next = (turn: number): void => void (fake.botUrl = replicas[turn % replicas.length] ?? bot.url);
    const cases: {
      hers: Parameters<typeof thread>[1];
      his: Parameters<typeof thread>[1];
      lines: { text: string; by: string }[];
    }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      next(round);
      const { hers, his } = await openCase(harness, subjectOf(round));
      cases.push({ hers, his, lines: [] });
    }
    // even turns are the contact's, odd ones the advisor's
    const say = async (turn: number, round: number): Promise<void> => {
      const one = cases[round % cases.length];
      if (!one) return;
      next(turn);
      const text = `line ${one.lines.length + 1} of case ${round % cases.length}`;
      const [speaker, channel, card] = turn % 2 === 0 ? ([ada, help, one.hers] as const) : ([max, queue, one.his] as const);
      one.lines.push({ text, by: speaker.user.id });
      // every event arrives twice, as from a platform that missed the answer
      await speaker.say(text, channel, card, 2);
    };
    for (let turn = 0; turn < rounds * 4; turn += 1) await say(turn, turn + Math.floor(turn / rounds));
    const byOld = await deliveriesOf(before.url);
    // the old replica leaves in the middle of the work, and requests go to the new one from then on
    const posting = (async () => {
      for (let turn = 0; turn < rounds * 2; turn += 1) await say(turn * 2 + (turn % 2), turn + 1);
    })();
    replicas.shift();
    next(0); // where Slack sends again what the old one no longer takes
    before.child.kill('SIGTERM');
    const [code] = (await before.died) as [number | null];
    await posting;
    for (let turn = 0; turn < rounds * 2; turn += 1) await say(turn, turn);
    await bot.worker.idle();

    report(code === 0, `the earlier version leaves with exit code ${code} when it is asked to stop`);
    report(byOld > 0, `it delivered ${byOld} messages on the new schema before`);
    const { rows } = await db.pool.query<{ cases: number; posts: number; waiting: number; dead: number }>(
      `select (select count(*)::int from "case") cases, (select count(*)::int from post where body like 'line %') posts,
         (select count(*)::int from delivery where state in ('pending', 'sending')) waiting, (select count(*)::int from delivery where state = 'dead') dead`,
    );
    const lines = cases.reduce((sum, one) => sum + one.lines.length, 0);
    const expected = { cases: rounds, posts: lines, waiting: 0, dead: 0 };
    report(
      JSON.stringify(rows[0]) === JSON.stringify(expected),
      `in the database: ${JSON.stringify(rows[0])}, expected ${JSON.stringify(expected)}`,
    );
    // own lines are where they were typed; the others' arrive in the order in which they were stored
    const isRight = (
      channel: typeof help,
      card: (typeof cases)[number]['hers'],
      said: (typeof cases)[number]['lines'],
    ): boolean => {
      const seen = thread(channel, card).flatMap((message) => {
        const text = /line \d+ of case \d+/.exec(textOf(message))?.[0];
        return text === undefined ? [] : [{ text, relayed: message.user === undefined || message.bot_id !== undefined }];
      });
      const here = channel === help ? ada.user.id : max.user.id;
      const relayed = seen.filter((one) => one.relayed).map(({ text }) => text);
      return (
        seen.length === said.length &&
        relayed.join() ===
          said
            .filter(({ by }) => by !== here)
            .map(({ text }) => text)
            .join()
      );
    };
    const right = cases.filter(({ hers, his, lines: said }) => isRight(help, hers, said) && isRight(queue, his, said));
    report(
      right.length === cases.length,
      `${right.length} of ${cases.length} cases show every line in both threads, once and in order`,
    );
    const cards = cases.filter((_, n) => [help, queue].every((channel) => cardsOf(channel, n) === 1));
    report(cards.length === cases.length, `${cards.length} of ${cases.length} cases have one card in each channel`);
    report(fake.violations.length === 0, `Slack refused ${fake.violations.length} requests as malformed`);
  } catch (error) {
    console.error(`The earlier version wrote:\n${before.output()}`);
    throw error;
  } finally {
    before.kill();
    await harness.stop();
    await db.close();
  }

  function cardsOf(channel: typeof harness.help, n: number): number {
    return channel.messages.filter((message) => !message.thread_ts && textOf(message).includes(subjectOf(n))).length;
  }
}

/** Subjects that have no word in common: a case like another one would be asked about while it is filed. */
function subjectOf(round: number): string {
  const syllables = ['ka', 'lo', 'mi', 'ner', 'tov', 'ri', 'sam', 'ven', 'dul', 'pel'];
  const word = (seed: number): string => [seed, seed * 7 + 3, Math.floor(seed / 10)].map((n) => syllables[n % 10]).join('');
  return `${word(round)}ix ${word(round + 37)}ox`;
}

/** Messages that a replica has delivered, by its metrics. */
async function deliveriesOf(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const counts = [...metrics.matchAll(/^casebridge_delivery_attempts_total\{[^}]*outcome="delivered"[^}]*\} (\d+)/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}
