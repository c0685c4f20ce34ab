// Nobody learns of an import: no message is written or sent while the bot runs, whatever its clock does afterwards.
import { expect } from 'vitest';
import { runCli } from '../../../src/cli/index.ts';
import { createLog } from '../../../src/server/log.ts';
import { jobs, runTick } from '../../../src/server/schedule.ts';
import { dumpRows } from '../../database.ts';
import { openSlackHarness } from '../../e2e/harness.ts';
import { test } from '../../fixtures.ts';
import { csv, writeFiles } from './samples.ts';

test(
  'sends nothing, even for open, critical and brand-new cases of several accounts',
  { timeout: 120_000 },
  async ({ folder }) => {
    const harness = await openSlackHarness();
    try {
      const { db, bot, fake } = harness;
      await db.pool.query(
        `update person set notify = 'digest' where email in ('ada@plainview.example', 'ben@plainview.example')`,
      );
      // their next digest has everything since yesterday, whenever the next business day is
      await db.pool.query(
        `insert into digest (person_id, "from", until) select id, now() - interval '2 days', now() - interval '1 day' from person where notify = 'digest'`,
      );
      const at = new Date(Date.now() - 60_000).toISOString();
      const columns = [
        'Id',
        'Subject',
        'Description',
        'Status',
        'Priority',
        'Requester',
        'Requester email',
        'Assignee email',
        'Created at',
        'Organization',
        'Group',
      ];
      const accounts = ['plainview', 'rivertown'];
      const rows = Array.from({ length: 40 }, (_, index) => [
      `${index + 1}`, 'Grade book is down', 'grades missing everywhere', ['new', 'open', 'pending', 'solved'][index % 4] ?? '', 'urgent',
      ...(index % 2 === 0 ? ['Ada Park', 'ada@plainview.example'] : ['Rosa Lind', 'rosa@rivertown.example']),
      index % 3 === 0 ? 'max@campus.example' : '', at, accounts[index % 2] ?? '', 'Grade Book',
    ]); // prettier-ignore
      const comments = rows.map(([id = '']) => [id, id, 'max@campus.example', 'COMMENTMARK', 'true', at]);
      const [tickets = '', notes = ''] = await writeFiles(folder, {
        'tickets.csv': csv(columns, rows),
        'comments.csv': csv(['Id', 'Ticket id', 'Author email', 'Body', 'Public', 'Created at'], comments),
      });
      const quiet = async () => {
        const {
          delivery,
          destination,
          conversation,
          idempotency_key: _,
          follow_up,
          digest,
          cluster,
          outage,
        } = await dumpRows(db.url);
        return { delivery, destination, conversation, follow_up, digest, cluster, outage };
      };
      const countMessages = (): number =>
        [...fake.workspaces.values()].reduce(
          (sum, { channels }) => sum + [...channels.values()].reduce((all, { messages }) => all + messages.length, 0),
          0,
        );
      const before = await quiet();
      const messages = countMessages();
      const printed: string[] = [];
      const code = await runCli(['import', 'cases', tickets, notes, '--from', 'zendesk', '--add-contacts', 'support'], {
        environment: { DATABASE_URL: db.url },
        out: (text) => void printed.push(text),
        err: (text) => void printed.push(text),
      });
      expect(printed.join('\n')).toContain('Imported 40 cases');
      expect(code).toBe(0);
      const soon = new Date();
      // cases of two accounts within the hour would make an incident likely
      const { incidents } = bot.services.settings;
      const settings = { ...bot.services.settings, incidents: { ...incidents, cluster: { accounts: 2, within: '1h' as const } } };
      // the digest of the next business mornings, reminders, SLA warnings, pages, clusters of cases
      for (const minutes of [1, 30, 24 * 60, 4 * 24 * 60]) {
        const clock = { now: () => new Date(soon.getTime() + minutes * 60_000) };
        for (const job of jobs) await runTick({ ...bot.services, settings, clock }, createLog('silent'), job, clock.now());
      }
      expect(await quiet()).toEqual(before);
      expect(countMessages()).toBe(messages);
    } finally {
      await harness.stop();
    }
  },
);
