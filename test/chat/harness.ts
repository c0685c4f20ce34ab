// Harness for chat tests: the router on a real database, and scripted users who talk to it. Tests assert what each of them is shown.
// `test` gives each test file its own harness.
import { test as base } from 'vitest';
import { joinChosenValues } from '../../src/cards/chosen-values.ts';
import type { Button, Card, Field, Select } from '../../src/cards/elements.ts';
import type { Interaction, Place, Reply, Speaker } from '../../src/chat/interaction.ts';
import { createRouter, type Router } from '../../src/chat/router.ts';
import { renderDelivery } from '../../src/chat/render-delivery.ts';
import type { Database } from '../../src/db/client.ts';
import type { Side } from '../../src/domain/person.ts';
import type { SentFile } from '../../src/ports.ts';
import { freshDatabase } from '../database.ts';
import { createWorld, plainviewSpace, vendor, type World } from '../usecases/fixtures.ts';
import { readCard, readReply } from './read-card.ts';

/** What a scripted user was shown in answer to something they did. */
export class Seen {
  readonly user: ScriptedUser;
  readonly reply: Reply;

  constructor(user: ScriptedUser, reply: Reply) {
    this.user = user;
    this.reply = reply;
  }

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
    return this.user.press(control.action, control.kind === 'button' ? (control.value ?? '') : '');
  }

  choose(label: string, option: string): Promise<Seen> {
    const control = this.control(label);
    const value = control.kind === 'select' ? control.options.find((one) => one.label === option)?.value : undefined;
    if (value === undefined) throw new Error(`no option “${option}” of “${label}” in:\n${this.text}`);
    return this.user.press(control.action, value);
  }

  /** Adds the values that the fields already show, as both platforms do. */
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
    return this.user.does({ kind: 'form-submitted', ...this.filled(values) });
  }

  change(values: Record<string, string>): Promise<Seen> {
    return this.user.does({ kind: 'form-changed', ...this.filled(values) });
  }
}

function shownIn(field: Field): string | undefined {
  if (field.kind === 'files') return undefined;
  if (field.kind === 'choices') return joinChosenValues(field.initial ?? []);
  if (field.kind === 'paragraph') return (field.plain ?? field.initial) || undefined;
  return field.kind === 'search' ? joinChosenValues((field.initial ?? []).map(({ value }) => value)) : field.initial || undefined;
}

/** An interaction before the user and its id are filled in. */
type Input = Interaction extends infer One ? (One extends Interaction ? Omit<One, 'speaker' | 'idempotencyKey'> : never) : never;

let events = 0;

/** A person in one workspace who talks to the router. */
export class ScriptedUser {
  private readonly router: Router;
  readonly speaker: Speaker;
  readonly direct: Place;

  constructor(router: Router, speaker: Speaker, direct: Place) {
    this.router = router;
    this.speaker = speaker;
    this.direct = direct;
  }

  /** @param idempotencyKey the platform's id of the event; pass one to send the same event again */
  async does(input: Input, idempotencyKey = `Ev-${++events}`): Promise<Seen> {
    return new Seen(this, await this.router.answer({ ...input, speaker: this.speaker, idempotencyKey }));
  }

  /** Sends a command, which a form can answer. */
  command(text: string, place: Place = { channelId: 'C0GENERAL', kind: 'channel' }): Promise<Seen> {
    return this.does({ kind: 'command', text, place, canOpenForm: true });
  }

  /** Writes to the bot in their direct conversation. */
  says(text: string, idempotencyKey?: string): Promise<Seen> {
    return this.does({ kind: 'command', text, place: this.direct, canOpenForm: false }, idempotencyKey);
  }

  /** Writes to the bot in their direct conversation, with files. */
  sends(text: string, files: SentFile[], ref = `m-${++events}`): Promise<Seen> {
    return this.does({ kind: 'command', text, ref, place: this.direct, canOpenForm: false, files });
  }

  replies(place: Place, text: string, more: { ref?: string; files?: SentFile[]; idempotencyKey?: string } = {}): Promise<Seen> {
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

/** The router, its database and the people who use it. */
export interface ChatHarness {
  db: Database;
  world: World;
  router: Router;
  ada: ScriptedUser;
  ben: ScriptedUser;
  rita: ScriptedUser;
  /** Contact of Rivertown, a guest in the vendor's workspace. */
  rosa: ScriptedUser;
  /** In Plainview's workspace, but not in the directory. */
  sam: ScriptedUser;
  max: ScriptedUser;
  tia: ScriptedUser;
  /** Returns the thread under the card of a case, as if the card had been delivered. */
  thread: (number: number, side: Side, team?: string) => Promise<Place>;
  /** Reads everything in a case's conversations of this side, in order, whether sent or still queued. */
  conversation: (number: number, side: Side, team?: string) => Promise<string[]>;
  /** Renders the card of a case in a conversation of this side. */
  card: (number: number, side: Side, team?: string) => Promise<Card>;
  close: () => Promise<void>;
}

/** Opens a harness with a database of its own; call `close` afterwards. */
async function openHarness(): Promise<ChatHarness> {
  const db = await freshDatabase();
  const world = await createWorld(db);
  let forms = 0;
  const router = createRouter(world.services, () => `form-${++forms}`);
  const user = (workspaceId: string, name: string, email: string): ScriptedUser => {
    const userId = `U0${name.split(' ')[0]?.toUpperCase() ?? ''}`;
    const directChannel = `D0${name.split(' ')[0]?.toUpperCase() ?? ''}`;
    const profile = { name, email, homeWorkspace: workspaceId, timezone: 'America/Chicago', directChannel, inactive: false };
    world.profiles.set(`${workspaceId}/${userId}`, profile);
    return new ScriptedUser(router, { platform: 'slack', workspaceId, userId }, { channelId: directChannel, kind: 'direct' });
  };
  return {
    db,
    world,
    router,
    ada: user(plainviewSpace, 'Ada Park', 'ada@plainview.example'),
    ben: user(plainviewSpace, 'Ben Ode', 'ben@plainview.example'),
    rita: user(plainviewSpace, 'Rita Reed', 'rita@plainview.example'),
    rosa: user(vendor, 'Rosa Lind', 'rosa@rivertown.example'),
    sam: user(plainviewSpace, 'Sam Lee', 'sam@plainview.example'),
    max: user(vendor, 'Max Reyes', 'max@campus.example'),
    tia: user(vendor, 'Tia Holm', 'tia@campus.example'),
    thread: async (number, side, team) => {
      const { rows } = await db.pool.query<{ threadRef: string; channelId: string }>(
        `with one as (
          select k.id, l.channel_id from conversation k join destination l on l.id = k.destination_id join "case" c on c.id = k.case_id
          where c.number = $1 and k.side = $2 and k.team is not distinct from $3 order by k.id limit 1
        )
        update conversation k set thread_ref = 'card-' || k.id from one where k.id = one.id
        returning k.thread_ref "threadRef", one.channel_id "channelId"`,
        [number, side, team ?? null],
      );
      const [found] = rows;
      if (!found) throw new Error(`case ${number} has no conversation of side ${side}`);
      const { threadRef, channelId } = found;
      return { channelId, kind: channelId.startsWith('D') ? 'direct' : 'channel', threadRef };
    },
    conversation: async (number, side, team) => {
      const where = { case: { number }, conversation: { side, team: team ?? null }, withdrawn: false };
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

/** Test API with one harness per file. Set-up for a file goes into `test.beforeAll(({ db, world, max }) => ...)`. */
export const test = base
  .extend('harness', { scope: 'file' }, async ({}, { onCleanup }) => {
    const harness = await openHarness();
    onCleanup(() => harness.close());
    return harness;
  })
  .extend('db', { scope: 'file' }, ({ harness }) => harness.db)
  .extend('world', { scope: 'file' }, ({ harness }) => harness.world)
  .extend('router', { scope: 'file' }, ({ harness }) => harness.router)
  .extend('ada', { scope: 'file' }, ({ harness }) => harness.ada)
  .extend('ben', { scope: 'file' }, ({ harness }) => harness.ben)
  .extend('rita', { scope: 'file' }, ({ harness }) => harness.rita)
  .extend('rosa', { scope: 'file' }, ({ harness }) => harness.rosa)
  .extend('sam', { scope: 'file' }, ({ harness }) => harness.sam)
  .extend('max', { scope: 'file' }, ({ harness }) => harness.max)
  .extend('tia', { scope: 'file' }, ({ harness }) => harness.tia)
  .extend('thread', { scope: 'file' }, ({ harness }) => harness.thread)
  .extend('conversation', { scope: 'file' }, ({ harness }) => harness.conversation)
  .extend('card', { scope: 'file' }, ({ harness }) => harness.card);
