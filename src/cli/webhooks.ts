// npx casebridge webhooks: the endpoints that get events. Leads have the same in chat (chat/webhooks/).
import type { Command } from 'commander';
import { z } from 'zod';
import { plural } from '../domain/text/numbers.ts';
import {
  describeEvent,
  offeredEvents,
  webhookEventTypes,
  webhookJsonSchema,
  type WebhookEventType,
} from '../domain/webhook-events.ts';
import { webhookFailureClause } from '../domain/webhook-failure.ts';
import type { Replay } from '../outbox/enqueue/webhooks.ts';
import type { Services } from '../usecases/context.ts';
import type { Requester } from '../usecases/privacy/requester.ts';
import {
  addEndpoint,
  changeAddress,
  pauseEndpoint,
  removeEndpoint,
  replayEndpoint,
  resumeEndpoint,
  rotateSecret,
  testEndpoint,
} from '../usecases/webhooks/endpoints.ts';
import { listEndpoints, type ListedEndpoint } from '../usecases/webhooks/list-endpoints.ts';
import { alignColumns } from './align-columns.ts';
import { asOperator, minute } from './as-operator.ts';
import { Refusal, refuseUnknown, type Terminal } from './terminal.ts';

/** Adds `webhooks`. */
export function addWebhookCommands(program: Command, terminal: Terminal): void {
  const webhooks = program
    .command('webhooks')
    .description('add, list, test and replay webhooks, which send events to your other systems')
    .exitOverride()
    .helpCommand(false);
  const sent = (count: number): string => `${plural(count, 'event')} queued. The bot sends queued events while it runs.`;
  webhooks
    .command('add')
    .description('add an endpoint; its secret is shown once')
    .argument('<name>', 'what you call it')
    .argument('<url>', 'its address, https://…')
    .option('--events <types>', 'only these, separated by commas, such as case.*,post.created')
    .option('--accounts <keys>', 'only of these accounts, separated by commas')
    .option('--modules <names>', 'only of these modules, separated by commas')
    .option('--notes', 'also internal notes and history that only advisors see')
    .action((name: string, url: string, options: AddOptions) =>
      asOperator(terminal, (services, by) => add(terminal, services, by, { name, url, options })),
    );
  refuseUnknown(webhooks.command('list', { isDefault: true }))
    .description('list the endpoints: last delivery, what waits, what was given up')
    .option('--json', 'as JSON')
    .action(({ json = false }: { json?: boolean }) =>
      asOperator(terminal, async (services, by) => {
        const endpoints = await listEndpoints(services, by);
        if (json) return terminal.out(JSON.stringify(endpoints, null, 2));
        if (endpoints.length === 0) return terminal.out('No webhooks. Add one: npx casebridge webhooks add <name> <url>');
        terminal.out(
          alignColumns([['id', 'name', 'address', 'state', 'gets', 'last sent (UTC)', 'events'], ...endpoints.map(rowOf)]),
        );
      }),
    );
  const one = (
    name: string,
    description: string,
    act: (services: Services, by: Requester, which: string) => Promise<string>,
  ): void => {
    webhooks
      .command(name)
      .description(description)
      .argument('<name>', 'its name or ID')
      .action((which: string) => asOperator(terminal, async (services, by) => terminal.out(await act(services, by, which))));
  };
  one('test', 'send a test event (webhook.test)', async (services, by, which) => {
    const { name, eventId, state } = await testEndpoint(services, by, which);
    const queued = `Queued evt_${eventId} for ${name}.`;
    return state === 'active'
      ? `${queued} The bot sends it while it runs. See the result: npx casebridge webhooks`
      : `${queued} ${name} is off, so the event waits: npx casebridge webhooks resume ${which}`;
  });
  one('pause', 'keep its events until you resume it', async (services, by, which) => {
    const { name } = await pauseEndpoint(services, by, which);
    return `Paused ${name}. Its events are kept: npx casebridge webhooks resume ${which}`;
  });
  one('resume', 'send the events that were kept, and new ones', async (services, by, which) => {
    const { name } = await resumeEndpoint(services, by, which);
    return `Resumed ${name}.`;
  });
  one('remove', 'remove it with everything that was not sent to it', async (services, by, which) => {
    const { name } = await removeEndpoint(services, by, which);
    return `Removed ${name}.`;
  });
  webhooks
    .command('address')
    .description('change its address; its secret stays the same')
    .argument('<name>', 'its name or ID')
    .argument('<url>', 'its new address, https://…')
    .action((which: string, url: string) =>
      asOperator(terminal, async (services, by) => {
        const { name, state } = await changeAddress(services, by, which, url);
        const next = state === 'active' ? 'Events that waited are sent there.' : 'Nothing is sent there until you resume it.';
        terminal.out(`Changed the address of ${name}. ${next}`);
      }),
    );
  webhooks
    .command('rotate')
    .description('make a new secret; the old one also signs for a day')
    .argument('<name>', 'its name or ID')
    .option('--at-once', 'stop using the old secret now, such as after a leak')
    .action((which: string, { atOnce = false }: { atOnce?: boolean }) =>
      asOperator(terminal, async (services, by) => {
        const { name, secret, until } = await rotateSecret(services, by, which, { atOnce });
        const former = until === null ? 'The old one is no longer used.' : `Both sign until ${minute(until)} UTC.`;
        terminal.out(`The new secret of ${name}, which is shown only now:\n\n  ${secret}\n\n${former}`);
      }),
    );
  webhooks
    .command('replay')
    .description('send events again: those given up, or everything since a time')
    .argument('<name>', 'its name or ID')
    .option('--since <time>', 'everything since, in UTC, such as 2026-11-28T08:00Z')
    .option('--event <id>', 'one event, such as evt_123')
    .action((which: string, options: { since?: string; event?: string }) =>
      asOperator(terminal, async (services, by) => {
        const { events } = await replayEndpoint(services, by, which, readReplay(options));
        terminal.out(events === 0 ? 'Nothing to send again.' : sent(events));
      }),
    );
  webhooks
    .command('events')
    .description('list the events, or print the JSON Schema of one')
    .argument('[type]', 'such as case.opened; all: every schema, by type')
    .action((type?: string) => terminal.out(eventsText(type)));
}

interface AddOptions {
  events?: string;
  accounts?: string;
  modules?: string;
  notes?: boolean;
}

async function add(
  terminal: Terminal,
  services: Services,
  by: Requester,
  { name, url, options }: { name: string; url: string; options: AddOptions },
): Promise<void> {
  const added = await addEndpoint(services, by, {
    ...{ name, url, events: listOf(options.events), modules: listOf(options.modules) },
    ...{ accountIds: await accountIds(services, listOf(options.accounts)), internal: options.notes === true },
  });
  if (added === 'repeat') return;
  terminal.out(
    `Added ${added.name}. Its secret, which is shown only now:\n\n  ${added.secret}\n\nTry it: npx casebridge webhooks test ${added.id}`,
  );
}

async function accountIds({ db }: Services, keys: readonly string[]): Promise<number[]> {
  const found = await db.prisma.account.findMany({
    where: { key: { in: [...keys] }, active: true },
    select: { id: true, key: true },
  });
  const unknown = keys.find((key) => !found.some((account) => account.key === key));
  if (unknown !== undefined) throw new Refusal(`there is no account ${unknown}. Use the keys of the directory`);
  return found.map(({ id }) => id);
}

function listOf(text = ''): string[] {
  return text.split(',').map((one) => one.trim()).filter((one) => one !== ''); // prettier-ignore
}

function rowOf({
  id,
  name,
  address,
  state,
  events,
  accounts,
  modules,
  internal,
  lastSentAt,
  waiting,
  dead,
  failure,
}: ListedEndpoint): string[] {
  const gets = [
    events.length === 0 ? 'all events' : events.join(','),
    ...(accounts.length > 0 ? [accounts.join(', ')] : []),
    ...(modules.length > 0 ? [modules.join(', ')] : []),
    ...(internal ? ['internal notes'] : []),
  ];
  const fare = [`${waiting} waiting`, `${dead} given up`, ...(failure ? [`failing: ${webhookFailureClause(failure.code)}`] : [])];
  return [String(id), name, address, state, gets.join('; '), lastSentAt ? minute(lastSentAt) : 'never', fare.join(', ')];
}

function readReplay({ since, event }: { since?: string; event?: string }): Replay {
  if (since !== undefined && event !== undefined) throw new Refusal('use either --since or --event');
  if (since !== undefined) return { since: momentOf(since) };
  if (event === undefined) return { deadLetters: true };
  const id = Number(/^(?:evt_)?(\d{1,15})$/.exec(event)?.[1]);
  if (Number.isNaN(id)) throw new Refusal(`“${event}” isn't an event. Its ID looks like evt_123`);
  return { eventId: id };
}

/** Reads a day or a moment, of UTC unless it has another offset. A date that JavaScript alone would understand is a mistake. */
function momentOf(text: string): Date {
  const [, day, time = '00:00', offset = 'Z'] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?)?$/i.exec(text) ?? [];
  const at = new Date(`${day}T${time}${offset.toUpperCase()}`);
  if (!z.iso.date().safeParse(day).success || Number.isNaN(at.getTime()))
    throw new Refusal(`“${text}” isn't a time. Write it like 2026-11-28T08:00Z`);
  return at;
}

function eventsText(type?: string): string {
  if (type === undefined) return alignColumns([['event', 'sent when'], ...offeredEvents.map((one) => [one, describeEvent(one)])]);
  if (type === 'all')
    return JSON.stringify(Object.fromEntries(webhookEventTypes.map((one) => [one, webhookJsonSchema(one)])), null, 2);
  if (!webhookEventTypes.includes(type as WebhookEventType))
    throw new Refusal(`there is no event ${type}. List them with: npx casebridge webhooks events`);
  return JSON.stringify(webhookJsonSchema(type as WebhookEventType), null, 2);
}
