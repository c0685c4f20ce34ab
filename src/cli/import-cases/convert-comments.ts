// Comments of an export as posts. A comment is public only where the export says so, or where the operator decided about those it says nothing of:
// an internal note must never become readable to a contact by an import.
import { safeUrl } from '../../cards/safe-url.ts';
import type { ExportedFile, ExportedPerson, ExportedPost, ImportProblem } from '../../domain/imported-case.ts';
import type { ConvertOptions } from './convert-options.ts';
import { convertPerson } from './convert-people.ts';
import { isEmail, nameOf as nameOfUrl, type RawComment } from './formats/format.ts';
import { known, type Lookups, type Read } from './lookups.ts';
import { toMarkdown } from './texts.ts';

type Tell = (problem: ImportProblem) => void;

/** Reads the comments of batches. */
export class CommentReader {
  private readonly options: ConvertOptions;

  constructor(options: ConvertOptions) {
    this.options = options;
  }

  /** Reads comments. @param contacts of the cases of the batch @returns posts by the id of their case, each in the order in which they were written */
  read(
    comments: readonly Read<RawComment>[],
    lookups: Lookups,
    contacts: ReadonlyMap<string, ExportedPerson>,
    tell: Tell,
  ): Map<string, ExportedPost[]> {
    const posts = new Map<string, ExportedPost[]>();
    for (const one of comments) {
      const { caseId } = one.row;
      const post = this.readOne(one, lookups, contacts.get(caseId) ?? null, tell);
      const some = posts.get(caseId) ?? [];
      posts.set(caseId, some);
      if (post) some.push(post);
    }
    return posts;
  }

  private readOne(
    { row, data }: Read<RawComment>,
    lookups: Lookups,
    contact: ExportedPerson | null,
    tell: Tell,
  ): ExportedPost | null {
    const place = { file: this.options.files[row.file] ?? '', line: row.line };
    const problem = (outcome: ImportProblem['outcome'], rule: string, message: string): void =>
      tell({ ...place, outcome, rule, column: '', id: row.id, message });
    const { person: author } = convertPerson(data.author, lookups, this.options.mapping);
    const nameOf = (id: string): string | null => known(lookups, { ...data.author, id, name: id, email: '' }).name || null;
    const { markdown, isCut } = toMarkdown(data.body, data.format, nameOf);
    if (isCut)
      problem(
        'changed',
        'long-text',
        `the comment is longer than a post here can be. Its end is in ${this.options.format.product} only`,
      );
    const files = data.files.flatMap((file) => this.readFile(file, lookups.documents.get(data.documentId), problem) ?? []);
    if (markdown === '' && files.length === 0) {
      if (data.files.length === 0) problem('skipped', 'empty-comment', 'the comment has no text and no file');
      return null;
    }
    if (data.at === '')
      problem('changed', 'comment-without-date', 'the comment has no date that can be read. It was dated to the import');
    const at = data.at === '' ? this.options.now : new Date(data.at);
    return {
      externalId: row.id,
      kind: this.isPublic(data, author, contact) ? 'public' : 'note',
      author,
      body: markdown,
      at,
      files,
      place,
    };
  }

  private isPublic({ isPublic, to }: RawComment, author: ExportedPerson, contact: ExportedPerson | null): boolean {
    if (isPublic !== null) return isPublic;
    if (to !== '') return contact?.email !== null && contact !== null && addressesIn(to).includes(contact.email);
    if (this.options.unmarked !== 'contact') return this.options.unmarked === 'public';
    if (contact === null || author.isAgent === true) return false;
    return (
      (author.email !== null && author.email === contact.email) ||
      (author.externalId !== null && author.externalId === contact.externalId)
    );
  }

  private readFile(
    { name, url, size }: RawComment['files'][number],
    document: RawComment['files'][number] | undefined,
    problem: (outcome: ImportProblem['outcome'], rule: string, message: string) => void,
  ): ExportedFile | null {
    const link = /^https?:/i.test(url) ? safeUrl(url, 2000) : null;
    const called = (document?.name ?? '') || name || nameOfUrl(url);
    const bytes = document?.size ?? size;
    if (link !== null) return { name: called, link, size: bytes !== null && bytes <= 2_147_483_647 ? bytes : null };
    problem(
      'skipped',
      'file-without-address',
      `the file ${called} has no web address. With --site, such as --site https://example.my.salesforce.com, addresses are made of the ids`,
    );
    return null;
  }
}

function addressesIn(text: string): string[] {
  return text.split(/[\s,;<>"]+/).filter(isEmail).map((one) => one.toLowerCase()); // prettier-ignore
}
