// Each adapter against the strict fake of its product: documents, look-ups, limits and lost answers.
import { describe, expect, it, onTestFinished } from 'vitest';
import { TrackerError, type Tracker } from '../../src/ports.ts';
import { createTracker } from '../../src/trackers/index.ts';
import { FakeGitHub } from '../fake-trackers/fake-github.ts';
import type { FakeTracker } from '../fake-trackers/fake-tracker.ts';
import { fakes } from '../fake-trackers/fakes.ts';

const now = new Date('2026-11-02T15:00:00Z');

async function started(fake: FakeTracker): Promise<{ fake: FakeTracker; tracker: Tracker }> {
  await fake.start();
  onTestFinished(() => fake.stop());
  return { fake, tracker: createTracker(fake.config(), { timeoutMs: 400, now: () => now }) };
}

const failure = (run: Promise<unknown>): Promise<TrackerError> =>
  run.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => {
      expect(error).toBeInstanceOf(TrackerError);
      return error as TrackerError;
    },
  );

/** Everything that CommonMark has. */
const rich = [
  '# Title', 'A **bold** and *slanted* `code` ~~gone~~ [link](https://x.example/a?b=1) line\nand a break',
  '- one\n  1. deep\n     - deeper\n\n       > quoted\n- two\n\n  # heading in a list',
  '> quote\n>\n> > deeper\n>\n> # heading', '```js\nlet a = "{code}";\n```', '---', '| a | b |\n| - | - |\n| 1 | *2* |', '<b>html</b>',
  'Ask @octocat, {color:red}x{color}, [~admin], h1. no, !x.png!', 'Reference: cb0123456789abcdef',
].join('\n\n'); // prettier-ignore

describe.each(fakes)('%s', (_kind, make) => {
  it('creates an issue whose text the product accepts, and finds it by its marker', async () => {
    const { fake, tracker } = await started(make());
    const created = await tracker.create({ title: 'Terms are mixed up', body: rich, marker: 'cb0123456789abcdef' });
    const [issue] = fake.issues;
    expect(issue).toMatchObject({ title: 'Terms are mixed up' });
    expect(created).toMatchObject({ number: `${tracker.setting.prefix}-1`, url: expect.stringContaining('http') as string });
    expect(await tracker.find('cb0123456789abcdef', now)).toEqual(created);
    expect(await tracker.find('cb9999999999999999', now)).toBeNull();
    fake.unindexed = 1;
    expect(await tracker.find('cb0123456789abcdef', now)).toBeNull();
  });

  it('reads state, developer, target and time of an issue, by its id and by its number', async () => {
    const { fake, tracker } = await started(make());
    const issue = fake.add('Slow');
    const { prefix } = tracker.setting;
    const bare = await tracker.read({ number: `${prefix}-1` });
    expect(bare).toMatchObject({ title: 'Slow', state: fake.openState, fixed: false, assignee: null, target: null });
    fake.change(issue, { state: fake.fixedState, assignee: 'Dana Cole', target: { name: '2026.12', date: '2026-12-15' } });
    expect(await tracker.read({ id: bare?.id ?? '' })).toMatchObject({
      number: `${prefix}-1`,
      fixed: true,
      state: fake.fixedState,
      assignee: 'Dana Cole',
      target: { name: '2026.12', date: '2026-12-15' },
      changedAt: issue.updatedAt,
    });
    expect(await tracker.read({ number: `${prefix}-77` })).toBeNull();
  });

  it('does not call an issue fixed that was closed for another reason', async () => {
    const { fake, tracker } = await started(make());
    const reason = { github: 'not_planned', 'azure-devops': 'As Designed' }[_kind] ?? "Won't Do";
    fake.change(fake.add('Not a bug'), { state: fake.fixedState, resolution: reason });
    const read = await tracker.read({ number: `${tracker.setting.prefix}-1` });
    expect(read).toMatchObject({ fixed: false, state: `${fake.fixedState} (${reason.replace('_', ' ')})` });
  });

  it('reads comments as CommonMark, oldest first, from a moment on', async () => {
    const { fake, tracker } = await started(make());
    const issue = fake.add('Slow');
    const { id } = (await tracker.read({ number: `${tracker.setting.prefix}-1` })) ?? { id: '' };
    for (const text of ['first', 'second', 'third']) fake.comment(issue, 'Dana Cole', fake.written(`#support the ${text}`));
    const all = await tracker.comments(id, now);
    expect(all.map(({ author, text }) => `${author}: ${text.replace('\\', '')}`)).toEqual([
      'Dana Cole: #support the first',
      'Dana Cole: #support the second',
      'Dana Cole: #support the third',
    ]);
    const [, second] = issue.comments;
    expect((await tracker.comments(id, second?.at ?? now)).map(({ text }) => text)).toHaveLength(2);
  });

  it('reads more comments than fit on a page', async () => {
    const { fake, tracker } = await started(make());
    const issue = fake.add('Discussed');
    for (let at = 0; at < 130; at += 1) fake.comment(issue, 'Dana Cole', fake.written(`no. ${at}`));
    const { id } = (await tracker.read({ number: `${tracker.setting.prefix}-1` })) ?? { id: '' };
    const all = await tracker.comments(id, now);
    expect(all).toHaveLength(130);
    expect(new Set(all.map((one) => one.id)).size).toBe(130);
  });

  it('reads an old comment that was edited, however many were written since', async () => {
    const { fake, tracker } = await started(make());
    const issue = fake.add('Discussed');
    for (let at = 0; at < 230; at += 1) fake.comment(issue, 'Dana Cole', fake.written(`no. ${at}`));
    const since = new Date(issue.updatedAt.getTime() + 1);
    fake.editComment(issue, 3, fake.written('#support no. 3'));
    const { id } = (await tracker.read({ number: `${tracker.setting.prefix}-1` })) ?? { id: '' };
    expect((await tracker.comments(id, since)).map(({ text }) => text.replaceAll('\\', ''))).toEqual(['#support no. 3']);
  });

  it('says what a failure means: wait, refused, in doubt, or never sent', async () => {
    const { fake, tracker } = await started(make());
    const draft = { title: 'x', body: 'cb1', marker: 'cb1' };
    const read = () => tracker.read({ number: `${tracker.setting.prefix}-1` });
    fake.faults.push({ status: 429, headers: { 'retry-after': '17' } });
    expect(await failure(read())).toMatchObject({ kind: 'limited', retryAfterMs: 17_000 });
    fake.faults.push({ status: 429, headers: { 'retry-after': new Date(now.getTime() + 90_000).toUTCString() } });
    expect(await failure(tracker.create(draft))).toMatchObject({ kind: 'limited', retryAfterMs: 90_000 });
    fake.faults.push({ status: 401 });
    expect(await failure(read())).toMatchObject({ kind: 'refused', code: 'unauthorized' });
    fake.faults.push({ status: 502 });
    expect(await failure(tracker.create(draft))).toMatchObject({ kind: 'in-doubt', code: 'http_502' });
    fake.faults.push({ status: 200 });
    expect(await failure(tracker.create(draft))).toMatchObject({ kind: 'in-doubt', code: 'bad_answer' });
    expect(fake.issues).toHaveLength(0);
    fake.faults.push('lose');
    expect(await failure(tracker.create(draft))).toMatchObject({ kind: 'in-doubt' });
    fake.faults.push('hold');
    expect(await failure(tracker.create(draft))).toMatchObject({ kind: 'in-doubt', code: 'timeout' });
    expect(fake.issues).toHaveLength(2);
    await fake.stop();
    expect(await failure(tracker.create(draft))).toMatchObject({ kind: 'failed', code: 'econnrefused' });
    await fake.start();
  });

  it('checks access and project', async () => {
    const { fake, tracker } = await started(make());
    expect(await tracker.check()).toMatch(/project|repository/);
    const stranger = createTracker({ ...fake.config(), token: 'wrong' });
    expect(await failure(stranger.check())).toMatchObject({ kind: 'refused', code: 'unauthorized' });
    const lost = createTracker(fake.config({ project: fake instanceof FakeGitHub ? 'acme/none' : 'NONE' }));
    expect(await failure(lost.check())).toMatchObject({ code: 'not_found' });
  });
});

describe('Jira Cloud', () => {
  it.each(['99999999999999999', 'soon', ''])('reads a comment with the date %o, which is not a date', async (timestamp) => {
    const [, make] = fakes[0] ?? [];
    const { fake, tracker } = await started(make?.() ?? expect.fail());
    const content = [{ type: 'text', text: '#support by ' }, { type: 'date', attrs: { timestamp } }, { type: 'text', text: 'noon' }]; // prettier-ignore
    fake.comment(fake.add('Slow'), 'Dana Cole', { type: 'doc', version: 1, content: [{ type: 'paragraph', content }] });
    const { id } = (await tracker.read({ number: `${tracker.setting.prefix}-1` })) ?? { id: '' };
    expect((await tracker.comments(id, now)).map(({ text }) => text)).toEqual(['\\#support by noon']);
  });
});

describe('GitHub', () => {
  it('takes an issue that was transferred for none, because its number means another one in its new repository', async () => {
    const fake = new FakeGitHub();
    const { tracker } = await started(fake);
    fake.add('Slow');
    fake.transferred.set(1, 41);
    expect(await tracker.read({ id: '1' })).toBeNull();
    expect(await tracker.read({ number: 'GH-1' })).toBeNull();
  });

  it('waits until the limit ends when it says so in its own headers', async () => {
    const { fake, tracker } = await started(new FakeGitHub());
    const reset = String(now.getTime() / 1000 + 40);
    fake.faults.push({ status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset } });
    expect(await failure(tracker.read({ number: 'GH-1' }))).toMatchObject({ kind: 'limited', retryAfterMs: 40_000 });
  });

  it('mentions nobody in an issue, and takes no pull request for one', async () => {
    const fake = new FakeGitHub();
    const { tracker } = await started(fake);
    await tracker.create({ title: 'x', body: 'Ask @octocat at ada@plainview.example. `@code`', marker: 'x' });
    expect(fake.issues[0]?.text).toBe('Ask @\u200Boctocat at ada@plainview.example. `@code`');
    fake.pulls.add(1);
    expect(await tracker.read({ number: 'GH-1' })).toBeNull();
  });
});
