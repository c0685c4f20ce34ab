// What people do in the fake, seen from a bot.
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Json } from './state.ts';
import { adaptive, answer, card, execute, startStubBot, withCard } from './stub-bot.ts';

const { fake, bot, ada, rosa, help, group, stop } = await startStubBot();
afterAll(stop);
afterEach(() => {
  bot.context = async () => {};
  fake.passMs(60_000);
});

const opener = { type: 'Action.Submit', title: 'Ask', data: { ask: 1, msteams: { type: 'task/fetch' } } };

describe('a scripted person on Teams', () => {
  it('quotes, edits, deletes, sends files, adds the app, and repeats an activity', async () => {
    const seen: Json[] = [];
    bot.context = async ({ activity }) => seen.push(activity as unknown as Json);
    const first = await ada.say('a < b', { times: 2 });
    const quoting = await ada.say('yes', { quoting: first, fingerprint: true });
    await ada.edit(quoting, 'no');
    await ada.remove(quoting);
    expect(seen.map(({ type, id }) => [type, id === first.id])).toEqual([
      ['message', true],
      ['message', true],
      ['message', false],
      ['message', false],
      ['messageUpdate', false],
      ['messageDelete', false],
    ]);
    expect(seen[2]).toMatchObject({
      text: 'yes',
      attachments: [{ content: expect.stringContaining(`itemid="${first.id}"`) as string }],
    });
    expect(seen[4]).toMatchObject({ text: 'no', channelData: { eventType: 'editMessage' } });
    expect(seen[5]).toMatchObject({ channelData: { eventType: 'softDeleteMessage' } });
    const file = { name: 'a.txt', type: 'text/plain', content: 'hello' };
    await ada.say('see', { files: [file, { ...file, type: 'image/png' }] });
    const [download, picture] = (seen[6]?.attachments ?? []) as { content: { downloadUrl: string }; contentUrl: string }[];
    expect(await (await fetch(download!.content.downloadUrl)).text()).toBe('hello');
    expect((await fetch(picture!.contentUrl)).status).toBe(401);
    await ada.uninstall(help);
    await ada.install(help);
    expect(seen.slice(7).map(({ type, action }) => [type, action])).toEqual([
      ['installationUpdate', 'remove'],
      ['conversationUpdate', undefined],
      ['conversationUpdate', undefined],
      ['installationUpdate', 'add'],
    ]);
    expect(seen.at(-1)).toMatchObject({ conversation: { id: help.id }, channelData: { team: { name: 'Plainview IT' } } });
  });

  it('presses buttons that answer with a private card, a message or a dialog', async () => {
    let message: string | undefined;
    bot.context = async (context) => {
      const note = { type: 'Input.Text', id: 'note', label: 'Note', value: 'old' };
      message = (
        await context.sendActivity(withCard(card('Case 1', { body: [note], actions: [execute('Claim', { n: 1 }), opener] })))
      )?.id;
    };
    await ada.say('open', { in: group });
    const shown = group.message(message)!;
    const asked: Json[] = [];
    const replies: unknown[] = [
      { statusCode: 200, type: adaptive, value: card('Yours') },
      { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Already yours' },
    ];
    bot.context = async (context) => {
      asked.push(context.activity as unknown as Json);
      await answer(context, replies.shift());
    };
    await rosa.press(shown, 'Claim', { note: 'new' });
    expect([rosa.sees(shown), ada.sees(shown)]).toEqual(['Yours', 'Note: old\n[Claim]\n[Ask]']);
    expect(asked[0]).toMatchObject({ name: 'adaptiveCard/action', replyToId: shown.id });
    expect(asked[0]?.value).toEqual({
      trigger: 'manual',
      action: { type: 'Action.Execute', verb: 'do', data: { n: 1, note: 'new' } },
    });
    await ada.press(shown, 'Claim');
    expect(ada.told.at(-1)).toBe('Already yours');

    const body = [{ type: 'Input.Text', id: 'q', label: 'Question', isRequired: true, errorMessage: 'Ask something' }];
    const form = card('', { body, actions: [{ type: 'Action.Submit', title: 'Send', data: { form: 7 } }] });
    const dialog = (title: string) => ({
      task: { type: 'continue', value: { title, card: { contentType: adaptive, content: form } } },
    });
    replies.push(dialog('Ask'), dialog('Once more'), { task: { type: 'message', value: 'Sent' } });
    await ada.press(shown, 'Ask');
    await ada.submit();
    expect(ada.dialog()).toBe('Ask\nQuestion:\nAsk something\n[Send]');
    await expect(ada.submit({ x: '1' })).rejects.toThrow('no input “x”');
    await ada.submit({ q: 'Why?' });
    expect(ada.dialog()).toContain('Once more');
    expect(asked.at(-1)).toMatchObject({ name: 'task/submit', value: { data: { form: 7, q: 'Why?' } } });
    await ada.submit({ q: 'Why?' });
    expect([ada.dialog(), ada.told.at(-1)]).toEqual(['', 'Sent']);
    bot.context = (context) => answer(context, { oh: 'no' }, 500);
    await expect(ada.press(shown, 'Claim')).rejects.toThrow('500');
    await expect(ada.press(shown, 'Nope')).rejects.toThrow('[Claim] [Ask]');
  });

  it('searches, inserts a result and opens a case from a message', async () => {
    const preview = { contentType: 'application/vnd.microsoft.card.thumbnail', content: { title: 'CB-1', text: 'Open' } };
    const attachments = [{ contentType: adaptive, content: card('Case CB-1'), preview }];
    bot.context = (context) => answer(context, { composeExtension: { type: 'result', attachmentLayout: 'list', attachments } });
    const [result] = await ada.search('CB');
    expect(ada.sees(ada.insert(result!, group))).toBe('Case CB-1');
    const form = card('New case', { actions: [{ type: 'Action.Submit', title: 'Open', data: {} }] });
    const asked: Json[] = [];
    bot.context = async (context) => {
      asked.push(context.activity.value as Json);
      const first = asked.length === 1;
      await answer(
        context,
        first ? { task: { type: 'continue', value: { title: 'T', card: { contentType: adaptive, content: form } } } } : undefined,
      );
    };
    await ada.fromMessage(group.messages[0]!);
    await ada.submit();
    expect(ada.dialog()).toBe('');
    expect(asked[1]).toMatchObject({
      commandId: 'openCase',
      commandContext: 'message',
      messagePayload: { from: { user: { id: 'aad-ada' } } },
      data: {},
    });
  });
});
