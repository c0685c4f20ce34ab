// npx casebridge hold, erase, certificate and retention: legal holds, the erasure of people and accounts with its certificates, and what
// retention removes next. Leads have the same in chat (chat/privacy/).
import type { Command } from 'commander';
import { plural } from '../domain/text/numbers.ts';
import { listCertificates } from '../usecases/privacy/certificate.ts';
import { liftHold, listHolds, placeHold } from '../usecases/privacy/legal-hold.ts';
import { previewRetention, type RetentionPreview } from '../usecases/privacy/retention-preview.ts';
import { alignColumns } from './align-columns.ts';
import { addEraseCommands } from './erase.ts';
import { asOperator, minute, showCertificate } from './as-operator.ts';
import { Refusal, refuseUnknown, type Terminal } from './terminal.ts';

/** Adds `hold`, `erase`, `certificate` and `retention`. */
export function addPrivacyCommands(program: Command, terminal: Terminal): void {
  addHoldCommands(group(program, 'hold', 'place, list and lift legal holds, which keep data from being erased'), terminal);
  addEraseCommands(group(program, 'erase', 'erase a person or an account, with a certificate'), terminal);
  addCertificateCommands(group(program, 'certificate', 'list and show certificates of erasures'), terminal);
  group(program, 'retention', 'show what retention removes next')
    .command('preview')
    .description('show what the next run would remove, and what legal holds keep; changes nothing')
    .option('--json', 'as JSON')
    .action(({ json = false }: { json?: boolean }) =>
      asOperator(terminal, async (services, by) => {
        const preview = await previewRetention(services, by);
        terminal.out(json ? JSON.stringify(preview, null, 2) : previewText(preview));
      }),
    );
}

function group(program: Command, name: string, description: string): Command {
  return program.command(name).description(description).exitOverride().helpCommand(false);
}

function addHoldCommands(hold: Command, terminal: Terminal): void {
  hold
    .command('add')
    .description('place a hold on a case, a person or an account')
    .argument('<subject>', 'a case number such as CB-123, an email address, or the key of an account')
    .requiredOption('--reason <text>', 'e.g. the name of the lawsuit')
    .action((subject: string, { reason }: { reason: string }) =>
      asOperator(terminal, async (services, by) => {
        const { id, name } = await placeHold(services, by, { subject, reason });
        terminal.out(`Placed hold ${id} on ${name}. Nothing of it is erased until you lift it: npx casebridge hold lift ${id}`);
      }),
    );
  refuseUnknown(hold.command('list', { isDefault: true }))
    .description('list the holds in force')
    .option('--all', 'with those that were lifted')
    .action(({ all = false }: { all?: boolean }) =>
      asOperator(terminal, async (services, by) => {
        const holds = await listHolds(services, by, all);
        if (holds.length === 0) return terminal.out('No legal holds.');
        const rows = holds.map(({ id, subject, reason, placedBy, placedAt, liftedBy, liftedAt }) => [
          ...[String(id), subject, reason, `${placedBy}, ${minute(placedAt)}`],
          liftedAt === null ? '' : `${liftedBy ?? ''}, ${minute(liftedAt)}`,
        ]);
        terminal.out(alignColumns([['id', 'on', 'reason', 'placed (UTC)', all ? 'lifted' : ''], ...rows]));
      }),
    );
  hold
    .command('lift')
    .description('lift a hold')
    .argument('<id>', 'from the list')
    .action((id: string) =>
      asOperator(terminal, async (services, by) => {
        const { subject } = await liftHold(services, by, idOf(id));
        terminal.out(`Lifted hold ${id} on ${subject}.`);
      }),
    );
}

function addCertificateCommands(certificate: Command, terminal: Terminal): void {
  refuseUnknown(certificate.command('list', { isDefault: true }))
    .description('list what was erased, redacted and removed by retention, newest first')
    .option('--page <number>', 'further pages', '1')
    .action(({ page }: { page: string }) =>
      asOperator(terminal, async (services, by) => {
        const { records, pages, page: shown } = await listCertificates(services, by, idOf(page));
        if (records.length === 0) return terminal.out('No certificates.');
        const rows = records.map(({ id, kind, subject, at, finishedAt, byName, reason }) => [
          ...[String(id), kind, subject, minute(at), finishedAt === null ? 'under way' : minute(finishedAt), byName, reason],
        ]);
        terminal.out(alignColumns([['id', 'kind', 'subject', 'started (UTC)', 'finished (UTC)', 'by', 'reason'], ...rows]));
        if (pages > 1) terminal.out(`Page ${shown} of ${pages}`);
      }),
    );
  certificate
    .command('show')
    .description('show a certificate')
    .argument('<id>', 'from the list')
    .option('--json', 'as JSON')
    .option('--output <file>', 'write it to a Markdown file, and as JSON to a file beside it')
    .action((id: string, options: { json?: boolean; output?: string }) =>
      asOperator(terminal, (services, by) => showCertificate(terminal, services, by, idOf(id), options)),
    );
}

function previewText({ kinds, mails, accesses }: RetentionPreview): string {
  const parts = kinds.flatMap(({ kind, keep, accounts, held }) => {
    const what = kind === 'cases' ? 'Closed cases' : 'Files of closed cases';
    if (keep === null) return [`${what} are kept forever (keep.${kind} is not set).`];
    if (accounts.length + held.length === 0) return [`${what} (keep.${kind}: ${keep} days): nothing is due.`];
    const rows = accounts.map((one) => [
      ...[one.key, String(one.cases), String(one.files), minute(one.oldest).slice(0, 10), minute(one.newest).slice(0, 10)],
    ]);
    return [
      `${what} (keep.${kind}: ${keep} days):`,
      ...(rows.length === 0 ? [] : [alignColumns([['account', 'cases', 'files', 'oldest closed', 'newest closed'], ...rows])]),
      ...held.map(({ hold, reason, cases }) => `Hold ${hold} (${reason}) keeps ${plural(cases, 'case')}.`),
    ];
  });
  return [
    ...parts,
    `Incoming emails (keep.mail): ${mails.due} to clear, ${mails.held} held.`,
    `Access log (keep.accessLog): ${plural(accesses.due, 'entry', 'entries')} to delete, ${accesses.held} held.`,
  ].join('\n');
}

function idOf(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Refusal(`“${text}” isn't a number from the list`);
  return Number(text);
}
