import { describe, expect } from 'vitest';
import { renderDelivery } from '../../../src/chat/render-delivery.ts';
import { type Seen, test as base } from '../harness.ts';
import { readCard } from '../read-card.ts';

const it = base
  .extend('open', { scope: 'file' }, ({ harness }) => async (): Promise<string> => {
    number = await harness.world.open({ subject: 'Grades are gone' });
    return `CB-${number}`;
  })
  .extend('recipientNames', { scope: 'file' }, ({ harness }) => async (): Promise<string[]> => {
    const where = { case: { number } };
    const rows = await harness.db.prisma.recipient.findMany({ where, include: { person: true }, orderBy: { personId: 'asc' } });
    return rows.map(({ person }) => person.name);
  });

let number: number;

it.beforeAll(async ({ harness }) => {
  const { ada, ben, rita, rosa } = harness;
  for (const someone of [ada, ben, rita, rosa]) await someone.command('help');
});

const buttons = (seen: Seen): string[] => [...seen.text.matchAll(/\[([^\]]+)\]/g)].map(([, label]) => label ?? '');

describe('the manage view', () => {
  it('shows contacts and advisors who gets notified and how much, with the actions they may take', async ({ open, harness }) => {
    const named = await open();
    const adas = await harness.ada.command(`recipients ${named}`);
    expect(adas.text).toContain(`# Notification recipients of ${named} · Grades are gone`);
    expect(adas.text).toContain('Ada Park | Support · case contact · All posts');
    expect(adas.text).toContain("The case contact can't be removed.");
    expect(buttons(adas)).toEqual(['Add', 'Modify Support Contacts', 'Notifications', 'View case']);
    expect(buttons(await harness.ben.command(`recipients ${named}`))).toEqual(['Add', 'Modify Support Contacts', 'View case']);
    expect(buttons(await harness.max.command(`recipients ${named}`))).toEqual(['Add', 'View case']);
  });

  it('lets Read-Only contacts add themselves, or remove themselves and choose how much they get', async ({ harness, open }) => {
    const ritas = await harness.rita.command(`recipients ${await open()}`);
    expect(buttons(ritas)).toEqual(['Add me to notifications on this case']);
    const added = await ritas.press('Add me to notifications on this case');
    expect(added.text).toContain('Rita Reed | Read-Only · All posts');
    expect(buttons(added)).toEqual(['Remove me from notifications on this case', 'Notifications']);
    expect((await ritas.press('Add me to notifications on this case')).text).toBe('You already get notifications for this case.');
    const gone = await added.press('Remove me from notifications on this case');
    expect(gone.text).not.toContain('Rita Reed');
    expect(buttons(gone)).toEqual(['Add me to notifications on this case']);
    expect((await added.press('Remove me from notifications on this case')).text).toBe(
      "You don't get notifications for this case.",
    );
  });

  it('does not open for another account or an unknown user', async ({ open, harness }) => {
    const named = await open();
    for (const word of ['recipients', 'notify'])
      expect((await harness.rosa.command(`${word} ${named}`)).text).toContain(`We couldn't find ${named}.`);
    expect((await harness.sam.command(`recipients ${named}`)).text).not.toContain('Ada Park |');
  });

  it('opens with a button on the case card, which names the recipients', async ({ open, harness }) => {
    const named = await open();
    for (const [someone, press] of [
      [harness.ada, (seen: Seen) => seen.press('Recipients')],
      [harness.rita, (seen: Seen) => seen.press('Recipients')],
      [harness.max, (seen: Seen) => seen.choose('More', 'Recipients')],
    ] as const) {
      const whole = await someone.command(named);
      expect(whole.text).toContain('Notification recipients: Ada Park');
      expect((await press(whole)).text).toContain('# Notification recipients');
    }
  });
});

describe('adding and removing', () => {
  it('offers the Authorized Contacts who are not recipients yet, and then shows the new list', async ({
    open,
    harness,
    recipientNames,
  }) => {
    const named = await open();
    const form = await (await harness.ada.command(`recipients ${named}`)).press('Add');
    expect(form.text).toContain('# Add recipient');
    expect(form.reply).toMatchObject({
      form: { fields: [{ kind: 'choice', options: [{ label: 'Ben Ode · ben@plainview.example' }] }] },
    });
    expect((await form.submit({})).mistakes).toEqual({ contact: 'Choose a contact from the list.' });
    expect((await form.submit({ contact: String(harness.world.rosa.id) })).mistakes).toHaveProperty('contact');
    const done = await form.submit({ contact: String(harness.world.ben.id) });
    expect(done.text).toContain('Ben Ode | Technical · All posts');
    expect(done.text).toContain('All Authorized Contacts of Plainview School District already get notifications.');
    expect(buttons(done)).toEqual(['Remove', 'Modify Support Contacts', 'Notifications', 'View case']);
    expect(await recipientNames()).toEqual(['Ada Park', 'Ben Ode']);
    expect((await form.submit({ contact: String(harness.world.ben.id) })).reply.kind, 'sent twice').not.toBe('card');
    expect(await recipientNames()).toEqual(['Ada Park', 'Ben Ode']);
  });

  it('never offers to remove the case contact', async ({ open, harness, recipientNames }) => {
    const named = await open();
    await (
      await (await harness.max.command(`recipients ${named}`)).press('Add')
    ).submit({ contact: String(harness.world.ben.id) });
    const form = await (await harness.max.command(`recipients ${named}`)).press('Remove');
    expect(form.text).toContain('# Remove recipient');
    expect(JSON.stringify(form.reply)).not.toContain('Ada Park');
    expect((await form.submit({ contact: String(harness.world.ada.id) })).mistakes).toHaveProperty('contact');
    await form.submit({ contact: String(harness.world.ben.id) });
    expect(await recipientNames()).toEqual(['Ada Park']);
  });

  it('asks for a name or address when there are more contacts than a list can hold', async ({
    open,
    harness,
    recipientNames,
  }) => {
    const named = await open();
    const { accountId } = harness.world.ada;
    const many = Array.from({ length: 101 }, (_one, n) => ({
      name: `Teacher ${n}`,
      email: `teacher${n}@plainview.example`,
      kind: 'contact' as const,
      contactType: 'technical' as const,
      accountId,
    }));
    await harness.db.prisma.person.createMany({ data: many });
    const form = await (await harness.ada.command(`recipients ${named}`)).press('Add');
    expect(form.reply).toMatchObject({ form: { fields: [{ kind: 'line' }] } });
    expect((await form.submit({ contact: 'teacher 1' })).mistakes.contact).toContain('Several contacts match: Teacher 1 (');
    expect((await form.submit({ contact: 'Nobody' })).mistakes).toHaveProperty('contact');
    await form.submit({ contact: ' Teacher7@plainview.example ' });
    const secondForm = await (await harness.ada.command(`recipients ${named}`)).press('Add');
    await secondForm.submit({ contact: 'ben' });
    expect(await recipientNames()).toEqual(['Ada Park', 'Ben Ode', 'Teacher 7']);
    await harness.db.prisma.person.updateMany({ where: { name: { startsWith: 'Teacher' } }, data: { active: false } });
    expect((await harness.ada.command(named)).text).toContain('Notification recipients: Ada Park, Ben Ode');
  });

  it('refuses buttons and forms that were made for someone else', async ({ open, harness, recipientNames }) => {
    await open();
    const value = String(number);
    const state = { idempotencyKey: 'of-ada', number: value };
    const contact = { contact: String(harness.world.ben.id) };
    const sent = { kind: 'form-submitted' as const, form: 'add-recipient', values: contact, state };
    for (const seen of [await harness.rita.does(sent), await harness.rita.press('add-recipient', value)])
      expect(seen.text).toContain('As a Read-Only Contact');
    expect(await recipientNames()).toEqual(['Ada Park']);
    expect((await harness.rosa.does({ ...sent, state: { ...state, idempotencyKey: 'of-rosa' } })).text).toContain(
      "We couldn't find",
    );
    expect((await harness.ben.press('remove-me', value)).text).toContain("You don't get notifications for this case.");
    expect((await harness.ada.press('remove-me', value)).text).toContain("The case contact can't be removed.");
    expect((await harness.max.press('add-me', value)).text).toContain("isn't an Authorized Contact");
    expect((await harness.rosa.press('add-me', value)).text).toContain("We couldn't find");
    expect(await recipientNames()).toEqual(['Ada Park']);
  });
});

describe('the conversation of a Read-Only recipient', () => {
  it('shows the case without buttons they may not use', async ({ open, harness }) => {
    const named = await open();
    await (await harness.rita.command(`recipients ${named}`)).press('Add me to notifications on this case');
    await harness.max.command(`ask ${named} Which term?`);
    const person = await harness.db.prisma.person.findUniqueOrThrow({ where: { id: harness.world.rita.id } });
    const where = { case: { number }, conversation: { personId: person.id } };
    const rows = await harness.db.prisma.delivery.findMany({ where, orderBy: { id: 'asc' } });
    const [card = '', question = ''] = await Promise.all(
      rows.map(async ({ id }) => {
        const view = await renderDelivery(harness.world.services, id);
        return view ? readCard(view.card) : '';
      }),
    );
    expect(card).toContain('Only Authorized Contacts in your district can reply.');
    expect(card.match(/\[[^\]]+\]/g)).toEqual(['[View case]']);
    expect(question).toContain('> Which term?');
    expect(question).not.toContain('[');
  });
});

describe('notifications', () => {
  it('are chosen as a default by command, on the Home tab and in the list of recipients', async ({ harness }) => {
    const seen = await harness.ben.command('notify');
    expect(seen.text).toContain('Default: All posts');
    expect(seen.text).toContain("You'll always get questions, resolutions, released fixes, escalations, reminders and closings.");
    const chosen = await seen.choose('Default', 'Daily digest');
    expect(chosen.text).toContain('Default: Daily digest');
    expect(chosen.text).toContain('[Default: Daily digest]');
    expect((await (await harness.ben.home()).press('Notifications')).text).toContain('Default: Daily digest');
    expect((await (await harness.ben.says('notify')).choose('Default', 'All posts')).text).toContain('All posts');
    expect((await harness.ben.command('help commands')).text).toContain('`notify [CB-123]`: notification settings');
  });

  it('are chosen for one case by its recipients', async ({ open, harness }) => {
    const named = await open();
    expect((await harness.ben.command(`notify ${named}`)).text).toContain(`You don't get notifications for ${named}.`);
    const seen = await harness.ada.command(`notify ${named}`);
    expect(seen.text).toContain(`${named} Grades are gone: Use my default`);
    const muted = await seen.choose('For this case', 'Mute');
    expect(muted.text).toContain('[For this case: Mute]');
    expect((await harness.ada.command(`recipients ${named}`)).text).toContain('Ada Park | Support · case contact · Mute');
    expect((await harness.ada.command('notify')).text).toContain('Default: All posts');
    expect((await muted.choose('For this case', 'Use my default')).text).toContain('[For this case: Use my default]');
    // somebody else who uses the button changes their own settings
    expect((await harness.ben.press('notify-level', `mute ${number}`)).text).toContain(
      `You don't get notifications for ${named}.`,
    );
    expect((await harness.rosa.press('notify-level', `mute ${number}`)).text).toContain("We couldn't find");
  });

  it('are for contacts, including Read-Only contacts, and not for advisors', async ({ harness }) => {
    expect((await harness.rita.command('notify')).text).toContain('Default: All posts');
    expect((await harness.rita.home()).text).toContain('[Notifications]');
    expect((await harness.max.home()).text).not.toContain('[Notifications]');
    expect((await harness.max.command('help commands')).text).not.toContain('notify');
    for (const seen of [await harness.max.command('notify'), await harness.max.press('notify-level', 'mute')])
      expect(seen.text).toContain('Only contacts have notification settings.');
  });
});
