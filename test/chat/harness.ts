// The router over a real database, and people who talk to it: what each of them sees is what the tests assert.
import { joinChosenValues } from '../../src/cards/chosen-values.ts';
import type { Button, Card, Field, Select } from '../../src/cards/elements.ts';
import type { Interaction, Place, Reply, Speaker } from '../../src/chat/interaction.ts';
import { createRouter, type Router } from '../../src/chat/router.ts';
import { renderDelivery } from '../../src/chat/render-delivery.ts';
import type { Database } from '../../src/db/client.ts';
import type { Side } from '../../src/domain/person.ts';
import { freshDatabase } from '../database.ts';
import { makeWorld, plainviewSpace, vendor, type World } from '../usecases/fixtures.ts';
import { readCard, readReply } from './read-card.ts';

/** What somebody was shown for what they did. */
export class Seen {
  constructor(
    readonly someone: Someone,
    readonly reply: Reply,
  ) {}

  get text(): string {
    return readReply(this.reply);
  }

  get mistakes(): Record<string, string> {
    return this.reply.kind === 'field-errors' ? this.reply.fields : {};
  }

  control(label: string): Button | Select {
    const card = 'card' in this.reply ? this.reply.card : undefined;
    const elements = card?.elements ?? (this.reply.kind === 'form' ? this.reply.form.intro : []);
    const controls = elements.flatMap((element) =>
      element.kind === 'actions' ? element.actions : element.kind === 'listItem' && element.button ? [element.button] : [],
    );
    const found = controls.find((control) => control.kind !== 'link' && control.label === label);
    if (!found || found.kind === 'link') throw new Error(`no control “${label}” in:\n${this.text}`);
    return found;
  }

  press(label: string): Promise<Seen> {
    const control = this.control(label);
    return this.someone.press(control.action, control.kind === 'button' ? (control.value ?? '') : '');
  }

  choose(label: string, option: string): Promise<Seen> {
    const control = this.control(label);
    const value = control.kind === 'select' ? control.options.find((one) => one.label === option)?.value : undefined;
    if (value === undefined) throw new Error(`no option “${option}” of “${label}” in:\n${this.text}`);
    return this.someone.press(control.action, value);
  }

  /** What the fields of the form show already is sent along, as platforms do. */
  private filled(values: Record<string, string>): {
    form: string;
    values: Record<string, string>;
    state: Record<string, string>;
  } {
    if (this.reply.kind !== 'form') throw new Error(`no form:\n${this.text}`);
    const { name, fields, state } = this.reply.form;
    const shown = Object.fromEntries(
      fields.flatMap((field) => {
        const value = shownIn(field);
        return value === undefined ? [] : [[field.name, value]];
      }),
    );
    return { form: name, values: { ...shown, ...values }, state };
  }

  submit(values: Record<string, string> = {}): Promise<Seen> {
    return this.someone.does({ kind: 'form-submitted', ...this.filled(values) });
  }

  change(values: Record<string, string>): Promise<Seen> {
    return this.someone.does({ kind: 'form-changed', ...this.filled(values) });
  }
}

function shownIn(field: Field): string | undefined {
  if (field.kind === 'choices') return joinChosenValues(field.initial ?? []);
  return field.kind === 'search' ? joinChosenValues((field.initial ?? []).map(({ value }) => value)) : field.initial || undefined;
}

type Deed = Interaction extends infer One ? (One extends Interaction ? Omit<One, 'speaker' | 'idempotencyKey'> : never) : never;

let events = 0;

export class Someone {
  constructor(
    private readonly router: Router,
    readonly speaker: Speaker,
    readonly direct: Place,
  ) {}

  /** @param receipt the platform's id of the event; a new one unless it is a retry */
  async does(permission: Deed, idempotencyKey = `Ev-${++events}`): Promise<Seen> {
    return new Seen(this, await this.router.answer({ ...permission, speaker: this.speaker, idempotencyKey }));
  }

  /** By command: a form can be the answer. */
  command(text: string, place: Place = { channelId: 'C0GENERAL', kind: 'channel' }): Promise<Seen> {
    return this.does({ kind: 'command', text, place, canOpenForm: true });
  }

  /** In the direct conversation with the bot. */
  says(text: string, idempotencyKey?: string): Promise<Seen> {
    return this.does({ kind: 'command', text, place: this.direct, canOpenForm: false }, idempotencyKey);
  }

  replies(place: Place, text: string, more: { ref?: string; files?: string[]; idempotencyKey?: string } = {}): Promise<Seen> {
    const { ref = `m-${++events}`, files = [], idempotencyKey } = more;
    return this.does({ kind: 'message', text, ref, place, files }, idempotencyKey);
  }

  edits(place: Place, ref: string, text: string, idempotencyKey?: string): Promise<Seen> {
    return this.does({ kind: 'edit', text, ref, place }, idempotencyKey);
  }

  press(action: string, value: string, place: Place = this.direct): Promise<Seen> {
    return this.does({ kind: 'action', action, value, place });
  }

  home(): Promise<Seen> {
    return this.does({ kind: 'home' });
  }
}

export interface House {
  db: Database;
  world: World;
  router: Router;
  ada: Someone;
  ben: Someone;
  rita: Someone;
  /** of Rivertown, a guest in the vendor's workspace */
  rosa: Someone;
  /** in Plainview's workspace, in no directory */
  sam: Someone;
  max: Someone;
  tia: Someone;
  /** the thread under the card of a case, as if the card had been delivered */
  thread: (number: number, side: Side, team?: string) => Promise<Place>;
  /** what stands in a case's conversations of this side, in order, whether sent or on its way */
  conversation: (number: number, side: Side, team?: string) => Promise<string[]>;
  /** the card of a case in a conversation of this side */
  card: (number: number, side: Side, team?: string) => Promise<Card>;
  close: () => Promise<void>;
}

export async function openHouse(): Promise<House> {
  const db = await freshDatabase();
  const world = await makeWorld(db);
  let forms = 0;
  const router = createRouter(world.services, () => `form-${++forms}`);
  const someone = (workspaceId: string, name: string, email: string): Someone => {
    const userId = `U0${name.split(' ')[0]?.toUpperCase() ?? ''}`;
    const directChannel = `D0${name.split(' ')[0]?.toUpperCase() ?? ''}`;
    const profile = { name, email, homeWorkspace: workspaceId, timezone: 'America/Chicago', directChannel, gone: false };
    world.profiles.set(`${workspaceId}/${userId}`, profile);
    return new Someone(router, { platform: 'slack', workspaceId, userId }, { channelId: directChannel, kind: 'direct' });
  };
  return {
    db,
    world,
    router,
    ada: someone(plainviewSpace, 'Ada Park', 'ada@plainview.example'),
    ben: someone(plainviewSpace, 'Ben Ode', 'ben@plainview.example'),
    rita: someone(plainviewSpace, 'Rita Reed', 'rita@plainview.example'),
    rosa: someone(vendor, 'Rosa Lind', 'rosa@rivertown.example'),
    sam: someone(plainviewSpace, 'Sam Lee', 'sam@plainview.example'),
    max: someone(vendor, 'Max Reyes', 'max@campus.example'),
    tia: someone(vendor, 'Tia Holm', 'tia@campus.example'),
    thread: async (number, side, team) => {
      const where = { case: { number }, side, team: team ?? null };
      const found = await db.prisma.conversation.findFirstOrThrow({ where, include: { destination: true } });
      const threadRef = `card-${found.id}`;
      await db.prisma.conversation.update({ where: { id: found.id }, data: { threadRef } });
      const { channelId } = found.destination;
      return { channelId, kind: channelId.startsWith('D') ? 'direct' : 'channel', threadRef };
    },
    conversation: async (number, side, team) => {
      const where = { case: { number }, conversation: { side, team: team ?? null }, gone: false };
      const rows = await db.prisma.delivery.findMany({ where, orderBy: { id: 'asc' } });
      const views = await Promise.all(rows.map(({ id }) => renderDelivery(world.services, id)));
      return views.flatMap((view) => (view ? [readCard(view.card)] : []));
    },
    card: async (number, side, team) => {
      const where = { case: { number }, conversation: { side, team: team ?? null }, kind: 'card' as const };
      const row = await db.prisma.delivery.findFirstOrThrow({ where });
      const view = await renderDelivery(world.services, row.id);
      if (!view) throw new Error(`the card of ${number} shows nothing`);
      return view.card;
    },
    close: () => db.close(),
  };
}
