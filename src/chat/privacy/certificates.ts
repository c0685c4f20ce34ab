// Certificates of erasures, `certificate`, and what retention removes next, `retention`; both for leads.
import type { Card, Element } from '../../cards/elements.ts';
import { can } from '../../domain/permission.ts';
import { formatCount, plural } from '../../domain/text/numbers.ts';
import { formatDate, formatDateTime } from '../../domain/text/times.ts';
import { listCertificates, readCertificate, type Certificates } from '../../usecases/privacy/certificate.ts';
import { previewRetention, type DueKind, type RetentionPreview } from '../../usecases/privacy/retention-preview.ts';
import { actions } from '../actions.ts';
import type { Capability, Context } from '../capability.ts';
import { argumentsOf, defineCommand, noArguments } from '../define-command.ts';
import { pageButtons } from '../page-buttons.ts';
import type { CardReply } from '../replies.ts';
import { requesterOf } from './requester.ts';

/** The number of a certificate, or nothing. */
const optionalId = argumentsOf<number | undefined>((rest) =>
  /^[1-9]\d{0,8}$/.test(rest)
    ? { args: Number(rest) }
    : rest === ''
      ? { args: undefined }
      : {
          code: 'no-number',
          error: `“${rest.slice(0, 40)}” isn't the number of a certificate.`,
          next: 'Type certificate to list them.',
        },
);

/** Shows certificates, and what retention removes next. */
export const certificates: Capability = {
  commands: [
    defineCommand({
      name: 'certificate',
      usage: '[number]',
      description: 'certificates of what was erased, redacted or removed by retention',
      topic: 'directory',
      example: 'certificate',
      availableTo: (person) => can(person, 'privacy'),
      maxWords: 1,
      args: optionalId,
      run: (context, id) => (id === undefined ? list(context, 1) : show(context, id)),
    }),
    defineCommand({
      name: 'retention',
      description: 'what the next nightly run of retention removes',
      topic: 'directory',
      example: 'retention',
      availableTo: (person) => can(person, 'privacy'),
      maxWords: 0,
      args: noArguments,
      run: async (context) => ({
        kind: 'card',
        card: retentionCard(await previewRetention(context.services, requesterOf(context)), context.actor.timezone ?? 'UTC'),
      }),
    }),
  ],
  actions: [
    actions.certificates.handle({ run: async (context, page) => ({ ...(await list(context, page)), replace: true }) }),
    actions.viewCertificate.handle({ opensForm: true, run: show }),
  ],
};

async function list(context: Context, page: number): Promise<CardReply> {
  return { kind: 'card', card: listCard(await listCertificates(context.services, requesterOf(context), page)) };
}

async function show(context: Context, id: number): Promise<CardReply> {
  const zone = context.actor.timezone ?? 'UTC';
  const { facts, text } = await readCertificate(context.services, requesterOf(context), id, (at) => formatDateTime(at, zone));
  const title = `Certificate ${facts.id}`;
  return { kind: 'card', card: { summary: title, title, elements: [{ kind: 'markdown', text }] } };
}

function listCard({ records, page, pages }: Certificates): Card {
  return {
    summary: 'Certificates',
    title: 'Certificates',
    elements: [
      { kind: 'heading', text: 'Certificates' },
      ...(records.length === 0
        ? [{ kind: 'text' as const, text: ['Nothing has been erased, redacted or removed by retention yet.'] }]
        : []),
      ...records.map(({ id, kind, subject, at, finishedAt, byName, reason }): Element => ({
        kind: 'listItem',
        text: [{ bold: `${id} · ${kind} of ${subject}` }],
        detail: [
          `${reason} · `,
          `${finishedAt === null ? 'Under way' : 'Finished'} · `,
          { at: finishedAt ?? at, as: 'moment' },
          ` · by ${byName}`,
        ],
        button: actions.viewCertificate.button(id, 'View'),
      })),
      ...(pages > 1
        ? [
            {
              kind: 'actions' as const,
              actions: pageButtons(page, pages, (target, label) => actions.certificates.button(target, label)),
            },
          ]
        : []),
    ],
  };
}

/** Accounts that one message lists. */
const maxAccounts = 20;

function retentionCard(shown: RetentionPreview, zone: string): Card {
  const { kinds, mails, accesses } = shown;
  return {
    summary: 'Retention',
    title: 'Retention',
    elements: [
      { kind: 'heading', text: 'Retention' },
      { kind: 'context', text: ['What the next nightly run removes. How long data is kept is in the configuration of the bot.'] },
      ...kinds.flatMap((one) => kindElements(one, zone)),
      {
        kind: 'text',
        text: [{ bold: 'Incoming emails:' }, ` ${formatCount(mails.due)} will be cleared${heldText(mails.held)}.`],
      },
      {
        kind: 'text',
        text: [
          { bold: 'Access log:' },
          ` ${plural(accesses.due, 'entry', 'entries')} will be deleted${heldText(accesses.held)}.`,
        ],
      },
    ],
  };
}

const heldText = (count: number): string => (count === 0 ? '' : `, ${formatCount(count)} held`);

function kindElements({ kind, keep, accounts, held }: DueKind, zone: string): Element[] {
  const what = kind === 'cases' ? 'Closed cases' : 'Files of closed cases';
  if (keep === null) return [{ kind: 'text', text: [{ bold: `${what}:` }, ' kept forever.'] }];
  const title = `${what}, kept for ${plural(keep, 'day')}:`;
  const total = accounts.reduce((sum, one) => sum + (kind === 'cases' ? one.cases : one.files), 0);
  const due = total === 0 ? ' nothing is due.' : ` ${plural(total, kind === 'cases' ? 'case' : 'file')} will be removed.`;
  return [
    { kind: 'text', text: [{ bold: title }, due] },
    ...accounts.slice(0, maxAccounts).map(({ name, cases, files, oldest, newest }): Element => ({
      kind: 'listItem',
      text: [{ bold: name }, ` ${plural(cases, 'case')}, ${plural(files, 'file')}`],
      detail: [`Closed ${formatDate(oldest, zone)} to ${formatDate(newest, zone)}`],
    })),
    ...(accounts.length > maxAccounts
      ? [{ kind: 'context' as const, text: [`And ${accounts.length - maxAccounts} more accounts.`] }]
      : []),
    ...held.map(({ hold, reason, cases }): Element => ({
      kind: 'context',
      text: [`Hold ${hold} (${reason}) keeps ${plural(cases, 'case')}.`],
    })),
  ];
}
