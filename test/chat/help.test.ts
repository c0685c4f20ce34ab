import { describe, expect } from 'vitest';
import { commands } from '../../src/chat/registry.ts';
import { statuses, statusLabel } from '../../src/domain/status.ts';
import { usage as slack } from '../../src/slack/incoming/commands.ts';
import { usage as teams } from '../../src/teams/incoming/install.ts';
import { ScriptedUser, test as it } from './harness.ts';

describe('a greeting', () => {
  it.for(['hi', 'Hello!', 'hey there', 'Good morning'])('answers %j with three first steps', async (text, { harness }) => {
    for (const seen of [await harness.ada.command(text), await harness.ada.says(text)])
      expect(seen.text).toBe(
        [
          'Hi! This is Campus Support. Open a case, follow it and reply to it here, without leaving this chat.',
          'Ada Park, you are an Authorized Contact of Plainview School District.',
          '[Open a case] [My cases] [All commands]',
        ].join('\n'),
      );
  });

  it('offers each person what they can do, and everything else behind a button', async ({ harness }) => {
    const { max, rita } = harness;
    expect((await max.says('hi')).text).toContain('[Queue] [My cases] [All commands]');
    const seen = await rita.says('hi');
    expect(seen.text).toContain('[All cases] [Notices] [All commands]');
    expect((await seen.press('All commands')).text).toContain('# What you can do');
  });
});

describe('help', () => {
  it.for(['help', 'HELP', 'Help!', 'help me please', 'Can you help me?', 'I need some help'])(
    'is the reply to %j',
    async (text, { harness }) => {
      expect((await harness.ada.command(text)).text).toContain('# What you can do');
      expect((await harness.ada.says(text)).text).toContain('# What you can do');
    },
  );

  it('is short, with three first steps and all commands behind the last one', async ({ harness }) => {
    const seen = await harness.ada.command('help');
    expect(seen.text.split('\n').slice(0, 4)).toEqual([
      '# What you can do',
      'Open a case, follow it and reply to it here, without leaving this chat.',
      'Ada Park, you are an Authorized Contact of Plainview School District.',
      '[Open a case] [My cases] [All commands]',
    ]);
    expect(seen.text).not.toContain('Find cases');
    const all = (await harness.ada.command('help commands')).text;
    expect((await seen.press('All commands')).text).toBe(all);
    expect((await harness.ada.says('help with all commands')).text).toBe(all);
  });

  it('lists what each person can do, by topic: contacts open cases, Read-Only contacts view them, advisors have a queue', async ({
    harness,
  }) => {
    const { ada, rita, max } = harness;
    const hers = (await ada.command('help commands')).text;
    expect(hers).toContain('Ada Park, you are an Authorized Contact of Plainview School District.');
    expect(hers).toContain('Open and update cases\n> - `open [subject]`: open a case');
    expect(hers).toContain('- `mine`: cases you opened');
    expect(hers).not.toMatch(/claim|Product defects/);
    const ritas = (await rita.command('help commands')).text;
    expect(ritas).toContain('a Read-Only Contact: you can view and search every case');
    expect(ritas).not.toMatch(/`(open|post|close|reopen|mine)\b/);
    expect(ritas).not.toMatch(/\[(Open a case|My cases)\]/);
    const his = (await max.command('help commands')).text;
    expect(his).toContain('Max Reyes, you are an advisor.');
    expect(his).toContain('- `queue [filters]`: cases waiting on support');
    expect(his).toContain('- `mine`: cases assigned to you');
    expect(his).toContain('[Queue]');
  });

  it('says where and how commands are typed on each platform', async ({ harness }) => {
    const { world, ada } = harness;
    world.services.usage = { slack, teams };
    expect((await ada.command('help')).text).toContain('Type a command after /case, in a DM, or when you mention me.');
    const speaker = { platform: 'teams' as const, workspaceId: 'tenant', userId: 'ada' };
    const profile = {
      name: 'Ada Park',
      email: 'ada@plainview.example',
      homeWorkspace: 'tenant',
      timezone: null,
      inactive: false,
    };
    await harness.db.prisma.workspace.create({
      data: { platform: 'teams', externalId: 'tenant', accountId: world.ada.accountId },
    });
    world.services.userDirectories.teams = { profile: async () => ({ ...profile, directChannel: 'a:ada' }) };
    const onTeams = new ScriptedUser(harness.router, speaker, { channelId: 'a:ada', kind: 'direct' });
    const text = (await onTeams.says('help')).text;
    expect(text).toContain('Message me directly, or mention me in a channel. The buttons do the same.');
    expect(text).not.toContain('/case');
    // so is the command that repeats a search
    expect((await ada.command('search grade')).text).toContain('Search again: `/case search grade`');
    expect((await onTeams.says('search grade')).text).toContain('Search again: `search grade`');
    const channel = { channelId: '19:help', kind: 'channel' as const };
    expect((await onTeams.command('search grade', channel)).text).toContain('Search again: `@Campus Support search grade`');
  });

  it('shows one command with an example', async ({ harness }) => {
    for (const seen of [await harness.ada.command('help search'), await harness.ada.says('Help me with search, please')]) {
      expect(seen.text).toContain('# search\n> - `search text status:…');
      expect(seen.text).toContain('- Example: `search grade book status:pending`');
      expect(seen.text).toContain('- `subject:^late`, `subject:$report`: starts with, ends with');
      expect(seen.text).not.toContain('`open ');
    }
  });

  it('shows one topic with examples', async ({ harness }) => {
    expect((await harness.ada.command('help find cases')).text).toContain('# Find cases');
    const seen = await harness.ada.says('help notifications');
    expect(seen.text).toContain('# Notifications\n> - `recipients CB-123`: who gets notified about a case');
    expect(seen.text).toContain('  - Example: `notify CB-123`');
  });

  it('lists everything when the subject is unknown or not for this person', async ({ harness }) => {
    expect((await harness.ada.command('help bananas')).text).toMatch(
      /^\(neutral\) There's no help on “bananas”.*\n# What you can do/,
    );
    expect((await harness.ada.says('help claim')).text).toMatch(/^\(neutral\) You can't use “claim”.*\n# What you can do/);
    expect((await harness.ada.says('help, my grade book is empty')).text).toContain('Is this a new case');
  });

  it('shows the telephone number as a link that can be tapped', async ({ harness }) => {
    expect((await harness.ada.command('help')).text).toContain('+1 800 555 0100 <tel:+18005550100>');
  });

  it('has buttons that all work', async ({ harness }) => {
    const help = await harness.ada.command('help commands');
    expect((await help.press('My cases')).text).toContain('# My open cases');
    expect((await help.press('All cases')).text).toContain('# All cases');
    expect((await help.press('Open a case')).text).toContain('# Open a case');
  });

  it.each(commands.map(({ name, example }) => [name, example] as const))(
    'gives an example for %s that starts with it',
    (name, example) => {
      expect(example.split(' ')[0]).toBe(name);
    },
  );
});

describe('help statuses', () => {
  it('explains every status to a contact: what it means, whose turn it is and what is next', async ({ harness }) => {
    const seen = (await harness.ada.says('help statuses')).text;
    for (const status of statuses) expect(seen).toContain(`${statusLabel(status)} · `);
    expect(seen).toContain('New · waiting on Campus Support. The case was received. Nobody is working on it yet.');
    expect(seen).toContain(
      [
        'Pending Customer Verification · waiting on you. There is a resolution to check. Confirm it, or say what is still happening.',
        "Next: you confirm the resolution → Closed · you say it's still happening → Assigned · nobody replies to the reminders → Closed",
      ].join('\n'),
    );
    expect(seen).toContain('Next: you reopen it within 60 days → Assigned');
    expect(seen).toContain('Campus Support asks a question → Pending Customer Input');
  });

  it('speaks to advisors and Read-Only contacts about the contact', async ({ harness }) => {
    const { max, rita } = harness;
    const his = (await max.command('help statuses')).text;
    expect(his).toContain('Pending Customer Input · waiting on the contact. You asked a question.');
    expect(his).toContain('the contact answers → back to the status before the question');
    const hers = (await rita.command('help status')).text;
    expect(hers).toContain('Pending Customer Input · waiting on the contact. There is a question to answer.');
  });
});

describe('a command without text', () => {
  it('shows what is open and what needs a reply, as “home” does', async ({ harness }) => {
    const home = (await harness.ada.command('home')).text;
    for (const text of ['', '  ']) expect((await harness.ada.command(text)).text).toBe(home);
  });
});
