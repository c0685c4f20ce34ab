// What doctor and the metrics say about the developers' trackers.
import { expect, onTestFinished } from 'vitest';
import { checkTrackers } from '../../src/cli/doctor/check-trackers.ts';
import type { Config } from '../../src/config/index.ts';
import { createMetrics } from '../../src/server/metrics.ts';
import { FakeJira } from '../fake-trackers/fake-jira.ts';
import { test as it } from '../fixtures.ts';

it('names trackers that answer, refuse or are down, and the issues that wait for them', async ({ db }) => {
  const fake = await new FakeJira('jira-cloud').start();
  onTestFinished(() => fake.stop());
  const check = (trackers: Config['trackers']) => checkTrackers({ trackers } as Config, db);
  expect(await check([])).toEqual([]);
  expect(await check([fake.config()])).toEqual([
    { verdict: 'ok', part: 'Tracker jira', text: `${fake.url} answers: project DEV (Development); webhooks at /trackers/jira` },
  ]);
  const [refused] = await check([{ ...fake.config(), token: 'another' }]);
  expect(refused).toMatchObject({ verdict: 'fail', text: expect.stringContaining('does not accept the token') as string });
  expect(refused?.text).not.toContain('another');
  const [untyped] = await check([fake.config({ issueType: 'Story' })]);
  expect(untyped).toMatchObject({ verdict: 'fail', text: expect.stringContaining('Set issueType') as string });

  const at = new Date('2026-11-02T15:00:00Z');
  const defect = { summary: 's', module: 'Fees', severity: 'Low' as const, createdAt: at };
  const issue = { tracker: 'jira', createdAt: at, nextAt: at };
  await db.prisma.defect.create({ data: { ...defect, number: 'DEV-1', issue: { create: { ...issue, externalId: '1' } } } });
  const failing = { ...issue, marker: 'm', failingAt: at, errorCode: 'timeout', attempts: 2 };
  await db.prisma.defect.create({ data: { ...defect, number: 'PENDING-2', issue: { create: failing } } });
  expect((await check([fake.config()]))[1]).toEqual({
    verdict: 'warn',
    part: 'Tracker jira',
    text: '1 issue could not be created or read since Nov 2, 2026 (timeout); it is tried again',
  });
  const { text } = await createMetrics(db.pool, { trackers: ['jira'] }).read();
  expect(text).toContain('casebridge_development_issues{tracker="jira",state="waiting"} 1');
  expect(text).toContain('casebridge_development_issues{tracker="jira",state="followed"} 1');
  expect(text).toContain('casebridge_development_issues{tracker="jira",state="failing"} 1');
  expect(text).toMatch(/^casebridge_development_issue_overdue_seconds\{tracker="jira"\} [1-9]/m);
  // nobody reads the issues of a tracker that is no longer configured
  expect((await createMetrics(db.pool).read()).text).not.toMatch(/^casebridge_development_issue_overdue_seconds\{/m);
});
