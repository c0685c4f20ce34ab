// Gives the values of an export their meaning here: which account, status, priority, module and type a case has, who wrote what, what contacts may
// read, and what the texts say. It touches no database; import-batch.ts writes what it returns.
import { visibleText, truncate } from '../../cards/visible-text.ts';
import { maxLengths } from '../../domain/case-input.ts';
import { contactChangeType, usualCaseType } from '../../domain/case-type.ts';
import type { ExportedCase, ExportedPerson, ImportProblem, RowPlace } from '../../domain/imported-case.ts';
import type { Priority } from '../../domain/priority.ts';
import { CommentReader } from './convert-comments.ts';
import type { ConvertOptions } from './convert-options.ts';
import { convertPerson } from './convert-people.ts';
import type { MappedStatus, RawCase } from './formats/format.ts';
import { known, type Lookups, type RawBatch, type Read } from './lookups.ts';
import { sameValue } from './mapping.ts';
import { toMarkdown } from './texts.ts';
import type { Unmapped } from './unmapped.ts';

/** Reads the cases of batches. */
export class Converter {
  private readonly options: ConvertOptions;
  private readonly unmapped: Unmapped;
  private readonly comments: CommentReader;

  constructor(options: ConvertOptions, unmapped: Unmapped) {
    this.options = options;
    this.unmapped = unmapped;
    this.comments = new CommentReader(options);
  }

  /** Reads a batch. @param tell gets what is left out or changed */
  convert(
    { cases, comments, lookups }: RawBatch,
    tell: (problem: ImportProblem) => void,
  ): { cases: ExportedCase[]; comments: { externalId: string; posts: ExportedCase['posts'] }[] } {
    const contacts = new Map(
      cases.map(({ row, data }) => [row.id, convertPerson(data.contact, lookups, this.options.mapping).person]),
    );
    const posts = this.comments.read(comments, lookups, contacts, tell);
    const read = cases.flatMap((one) => this.readCase(one, lookups, posts.get(one.row.id) ?? [], tell) ?? []);
    const orphans = [...posts].filter(([id]) => !contacts.has(id));
    return { cases: read, comments: orphans.map(([externalId, some]) => ({ externalId, posts: some })) };
  }

  private readCase(
    { row, data }: Read<RawCase>,
    lookups: Lookups,
    posts: ExportedCase['posts'],
    tell: (problem: ImportProblem) => void,
  ): ExportedCase | null {
    const { format } = this.options;
    const place: RowPlace = { file: this.options.files[row.file] ?? '', line: row.line };
    const from = format.from(data.number);
    const problem = (outcome: ImportProblem['outcome'], rule: string, message: string, column = ''): void =>
      tell({ ...place, outcome, rule, column, id: row.id, message });
    const account = this.accountOf(data, lookups);
    if (account === 'unknown') {
      problem(
        'skipped',
        'unknown-account',
        `nothing says which account ${from} belongs to. Map its organization in the mapping file under accounts (see --dry-run)`,
      );
      return null;
    }
    const status = this.statusOf(data);
    if (this.options.closedOnly && status !== 'Closed') {
      problem(
        'skipped',
        'open-case',
        `${from} is open, and --closed-only leaves open cases out. Import it later, or without --closed-only`,
      );
      return null;
    }
    const moments = momentsOf(data, posts);
    if (!moments) {
      problem('skipped', 'no-date', `${from} has no date that can be read. Export it with its dates`);
      return null;
    }
    const contact = this.person(data.contact, lookups, problem);
    const assignee = this.person(data.assignee, lookups, problem);
    const nameOf = (id: string): string | null => known(lookups, { ...data.contact, id, name: id, email: '' }).name || null;
    const described = toMarkdown(data.description, data.format, nameOf);
    if (described.isCut)
      problem(
        'changed',
        'long-text',
        `the description of ${from} is longer than a text here can be. Its end is in ${format.product} only`,
      );
    const { subject, rest } = subjectOf(data.subject);
    if (rest !== '')
      problem(
        'changed',
        'long-subject',
        `the subject of ${from} was cut to ${maxLengths.subject} characters. The description begins with all of it`,
      );
    const description = [rest, described.markdown].filter(Boolean).join('\n\n');
    return {
      ...{
        externalId: row.id,
        from,
        accountId: account,
        contact,
        assignee,
        status,
        exportedStatus: data.status,
        subject,
        place,
        posts,
      },
      priority: this.priorityOf(data.priority),
      description: description === '' ? null : description,
      module: this.moduleOf(data.module),
      caseType: this.typeOf(data.type),
      source: /phone|call|voice/i.test(data.channel) ? 'phone' : 'mail',
      createdAt: moments.created,
      updatedAt: moments.updated,
      closedAt: status === 'Closed' ? moments.closed : null,
      closeReason: status === 'Closed' ? closeReason(data.closeReason) : null,
    };
  }

  private person(
    raw: RawCase['contact'],
    lookups: Lookups,
    problem: (outcome: ImportProblem['outcome'], rule: string, message: string) => void,
  ): ExportedPerson | null {
    const { person, wrongEmail } = convertPerson(raw, lookups, this.options.mapping);
    if (wrongEmail !== null)
      problem(
        'changed',
        'unusable-email',
        `“${wrongEmail.slice(0, 80)}” is not an email address that can be used. The person was imported by name only`,
      );
    return person.email === null && person.name === '' && person.externalId === null ? null : person;
  }

  /** Finds the account by the organization, else by the domain of the contact's address. @returns null where the directory must know the contact */
  private accountOf(data: RawCase, lookups: Lookups): number | null | 'unknown' {
    const { accountId, accounts, mapping } = this.options;
    if (accountId !== null) return accountId;
    const contact = known(lookups, data.contact);
    const organizationId = data.organizationId || contact.organizationId;
    const name = data.organization || (lookups.organizations.get(organizationId)?.name ?? '') || contact.organization;
    const of = (key: string | undefined): number | undefined => (key === undefined ? undefined : accounts.get(sameValue(key)));
    const domain = sameValue(contact.email).split('@')[1] ?? '';
    const found =
      of(mapping.accounts.get(sameValue(name))) ??
      (name === '' ? undefined : accounts.get(sameValue(name))) ??
      of(mapping.domains.get(domain)) ??
      of(mapping.accounts.get('*'));
    if (found !== undefined) return found;
    if (name === '') return null;
    this.unmapped.add('accounts', name, null);
    return 'unknown';
  }

  private statusOf({ status, isDone, closed }: RawCase): MappedStatus {
    const { mapping, format } = this.options;
    const chosen = mapping.statuses.get(sameValue(status));
    if (chosen) return chosen;
    if (isDone === true) return 'Closed';
    const usual = format.statuses[sameValue(status)] ?? mapping.statuses.get('*');
    if (usual) return usual;
    const guessed = isDone === null && closed !== '' ? 'Closed' : 'Assigned';
    this.unmapped.add('statuses', status, guessed);
    return guessed;
  }

  private priorityOf(value: string): Priority {
    const { mapping, format } = this.options;
    const found = mapping.priorities.get(sameValue(value)) ?? format.priorities[sameValue(value)] ?? mapping.priorities.get('*');
    if (!found && value !== '') this.unmapped.add('priorities', value, 'Medium');
    return found ?? 'Medium';
  }

  private moduleOf(value: string): string {
    const { mapping, settings, module } = this.options;
    const same = settings.modules.find((one) => sameValue(one) === sameValue(value));
    const found = mapping.modules.get(sameValue(value)) ?? same ?? mapping.modules.get('*');
    if (!found && value !== '') this.unmapped.add('modules', value, module);
    return found ?? module;
  }

  private typeOf(value: string): string {
    const { mapping, format, settings } = this.options;
    const usual = usualCaseType(settings);
    const named = [value, format.types[sameValue(value)] ?? ''].map(sameValue);
    const same = settings.caseTypes.find((one) => one !== contactChangeType && named.includes(sameValue(one)));
    const found = mapping.caseTypes.get(sameValue(value)) ?? same ?? mapping.caseTypes.get('*');
    if (!found && value !== '') this.unmapped.add('caseTypes', value, usual);
    return found ?? usual;
  }
}

/** Puts a subject on one line. @returns rest: all of it, where it had to be cut */
function subjectOf(text: string): { subject: string; rest: string } {
  const line = visibleText(text).replace(/\s+/g, ' ').trim();
  if (line === '') return { subject: '(no subject)', rest: '' };
  if (line.length <= maxLengths.subject) return { subject: line, rest: '' };
  return { subject: truncate(line, maxLengths.subject), rest: toMarkdown(line, 'text').markdown };
}

/** Finds when a case was opened, last changed and closed, from the dates that it has. */
function momentsOf(
  { created, updated, closed }: RawCase,
  posts: ExportedCase['posts'],
): { created: Date; updated: Date; closed: Date } | null {
  const times = [created, updated, closed].filter((text) => text !== '').map((text) => new Date(text).getTime());
  const [first] = posts;
  const earliest = created === '' ? Math.min(...times, first?.at.getTime() ?? Infinity) : new Date(created).getTime();
  if (!Number.isFinite(earliest)) return null;
  const latest = updated === '' ? Math.max(...times, earliest) : Math.max(new Date(updated).getTime(), earliest);
  const end = closed === '' ? latest : Math.max(new Date(closed).getTime(), earliest);
  return { created: new Date(earliest), updated: new Date(latest), closed: new Date(end) };
}

/** Names why a case was closed, as cases here say it. */
function closeReason(text: string): string {
  if (/duplicate/i.test(text)) return 'Resolved';
  if (/won'?t|declined|rejected|not support/i.test(text)) return 'Not supported';
  if (/cancel|withdrawn/i.test(text)) return 'Withdrawn';
  return 'Resolved';
}
