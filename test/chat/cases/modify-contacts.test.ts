// "Modify Support Contacts": its form, the request on the case, and the advisor's button.
import { describe, expect } from 'vitest';
import { createRouter } from '../../../src/chat/router.ts';
import { ScriptedUser, test, type Seen } from '../harness.ts';

const jo = { name: 'Jo Kim', email: 'jo@plainview.example', type: 'technical', reason: 'New data manager' };
const numberOf = (seen: Seen): number => Number(/CB-(\d+) is open/.exec(seen.text)?.[1]);
const form = (user: ScriptedUser): Promise<Seen> => user.press('modify-contacts', '');
const fields = (seen: Seen): string[] => (seen.reply.kind === 'form' ? seen.reply.form.fields.map(({ name }) => name) : []);

describe('the form for a change of contacts', () => {
  test('asks what to do, then for what that needs', async ({ ada }) => {
    const add = await form(ada);
    expect(add.text).toContain('# Modify Support Contacts');
    expect(fields(add)).toEqual(['caseType', 'do', 'name', 'email', 'type', 'reason']);
    expect(add.text).toContain('Name*: \nEmail*: \nType*: ');
    const change = await add.change({ do: 'change' });
    expect(fields(change)).toEqual(['caseType', 'do', 'contact', 'name', 'email', 'type', 'reason']);
    expect(change.text).toContain('Contact*: \nNew name: \nNew email: \nNew type: ');
    expect(fields(await change.change({ do: 'remove' }))).toEqual(['caseType', 'do', 'contact', 'reason']);
  });

  test("lists the contacts of one's own account, including Read-Only ones, and nobody else", async ({ ada }) => {
    const { reply } = await (await form(ada)).change({ do: 'remove' });
    const options =
      reply.kind === 'form'
        ? reply.form.fields.flatMap((one) => (one.name === 'contact' && one.kind === 'choice' ? one.options : []))
        : [];
    expect(options.map(({ label }) => label)).toEqual(['Ada Park · Support', 'Ben Ode · Technical', 'Rita Reed · Read-Only']);
  });

  test('opens when its case type is chosen in the usual form, and leads back to it', async ({ ada }) => {
    const common = await ada.command('open');
    const own = await common.change({ caseType: 'Modify Support Contacts' });
    expect(own.text).toContain('# Modify Support Contacts');
    expect(own.text).toContain('Case type*: Modify Support Contacts');
    const back = await own.change({ caseType: 'Question' });
    expect(back.text).toContain('# Open a case');
    expect(fields(back)).toContain('subject');
    // submitted before the platform could redraw it: no case is opened, and the form of the type is shown
    const early = await common.submit({ caseType: 'Modify Support Contacts', subject: 'Jo', description: 'Please add Jo.' });
    expect(early.text).toContain('# Modify Support Contacts');
    expect(early.text).toContain('Reason*: Please add Jo.');
    expect((await own.submit({ ...jo, caseType: 'Question' })).text).toContain('# Open a case');
  });

  test('shows errors at their fields and opens no case', async ({ db, ada }) => {
    const before = await db.prisma.case.count();
    const seen = await (await form(ada)).submit({ ...jo, email: 'ben@plainview.example', reason: ' ' });
    expect(seen.mistakes).toEqual({ reason: 'Enter a reason.' });
    const fingerprint = await (await form(ada)).submit({ ...jo, email: 'ben@plainview.example' });
    expect(fingerprint.mistakes).toEqual({ email: 'Ben Ode already has this address.' });
    expect(await db.prisma.case.count()).toBe(before);
  });

  test('is closed to Read-Only contacts and advisors, and to everybody where it is not configured', async ({
    world,
    ada,
    rita,
    max,
  }) => {
    expect((await form(rita)).text).toContain('As a Read-Only Contact');
    expect((await form(max)).text).toContain('Only Authorized Contacts can do that.');
    const settings = { ...world.services.settings, caseTypes: ['Question'] };
    const router = createRouter({ ...world.services, settings });
    const seen = await form(new ScriptedUser(router, ada.speaker, ada.direct));
    expect(seen.text).toContain("You can't change support contacts here.\nCall Campus Support at +1 800 555 0100.");
  });

  test('asks for the email address in an account with more than 100 contacts', async ({ db, world, rosa }) => {
    const { accountId } = world.rosa;
    await db.prisma.person.createMany({
      data: Array.from({ length: 100 }, (_, at) => ({
        name: `Contact ${at}`,
        email: `c${at}@rivertown.example`,
        kind: 'contact' as const,
        accountId,
        contactType: 'support' as const,
      })),
    });
    await rosa.says('hi');
    const seen = await (await form(rosa)).change({ do: 'remove' });
    expect(seen.reply).toMatchObject({ form: { fields: [{}, {}, { name: 'contact', kind: 'line' }, {}] } });
    const no = await seen.submit({ contact: 'ada@plainview.example', reason: 'R' });
    expect(no.mistakes).toEqual({ contact: 'No such contact in your district.' });
    const number = numberOf(await seen.submit({ contact: 'C7@rivertown.example', reason: 'R' }));
    expect((await rosa.command(`CB-${number}`)).text).toContain(`# CB-${number} · Remove Contact 7`);
  });
});

describe('a requested change', () => {
  test('is shown on the case, and applied when an advisor presses the button', async ({ world, ada, ben, max, conversation }) => {
    const sent = await (await form(ada)).submit(jo);
    const number = numberOf(sent);
    expect(sent.text).toContain('“Add Jo Kim (Technical)” is with Campus Support. ');
    const request =
      'Request: Add a contact\nName: Jo Kim\nEmail: jo@plainview.example\nType: Technical\nReason: New data manager';
    const hers = await ada.command(`CB-${number}`);
    expect(hers.text).toContain(request);
    expect(hers.text).not.toContain('Apply change');
    const his = await max.command(`CB-${number}`);
    expect(his.text).toContain(request);
    const [queueCard = ''] = await conversation(number, 'advisor');
    expect(queueCard).toContain(request);
    expect(queueCard).toContain('[Apply change]');
    const [herCard = ''] = await conversation(number, 'contact');
    expect(herCard).not.toContain('Apply change');

    world.at.now = new Date('2026-11-05T16:00:00Z');
    const pressed = await his.press('Apply change');
    expect(pressed.text).toContain(`Change applied on CB-${number}.`);
    const sentence = 'Max Reyes applied the change: Jo Kim is now a Technical contact of Plainview School District.';
    expect((await conversation(number, 'contact')).join('\n')).toContain(sentence);
    const after = await max.command(`CB-${number}`);
    expect(after.text).toContain('Applied 2026-11-05T16:00:00.000Z');
    expect(after.text).toContain('Status: New');
    expect(after.text).not.toContain('Apply change');
    expect((await max.press('apply-contact-change', String(number))).text).toContain('Max Reyes already applied this change.');
    const history = (await ben.command(`history CB-${number}`)).text;
    expect(history).toContain('Max Reyes changed the support contacts');
    expect(history).toContain('Jo Kim is now a Technical contact of Plainview School District · New data manager');
  });

  test('cannot be applied by a contact', async ({ db, ada }) => {
    const number = numberOf(await (await form(ada)).submit({ ...jo, email: 'kim@plainview.example' }));
    expect((await ada.press('apply-contact-change', String(number))).text).toContain('Only advisors can do that.');
    expect(await db.prisma.person.findUnique({ where: { email: 'kim@plainview.example' } })).toBeNull();
  });

  test('submitted twice opens one case', async ({ db, ada }) => {
    const asked = await form(ada);
    const before = await db.prisma.case.count();
    await asked.submit({ ...jo, email: 'twice@plainview.example' });
    expect((await asked.submit({ ...jo, email: 'twice@plainview.example' })).text).toBe('');
    expect(await db.prisma.case.count()).toBe(before + 1);
  });

  test('makes a removed contact unknown to the bot', async ({ db, ada, ben, max, conversation }) => {
    expect((await ben.command('list')).text).toContain('# Open cases');
    const theirs = numberOf(await (await form(ben)).submit({ ...jo, email: 'theirs@plainview.example' }));
    expect(await conversation(theirs, 'contact')).toHaveLength(1);
    const remove = await (await form(ada)).change({ do: 'remove' });
    const who = await db.prisma.person.findUniqueOrThrow({ where: { email: 'ben@plainview.example' } });
    const number = numberOf(await remove.submit({ contact: String(who.id), reason: 'Left' }));
    await max.press('apply-contact-change', String(number));
    expect((await ben.command('list')).text).not.toContain('# Open cases');
    expect((await ben.command('list')).text).toContain('Ada Park');
    // the conversation it was filed from keeps the old card and gets nothing new
    await max.command(`claim CB-${theirs}`);
    expect(await conversation(theirs, 'contact')).toEqual([]);
    expect((await ada.command(`CB-${theirs}`)).text).toContain('Contact: Ben Ode');
  });
});
