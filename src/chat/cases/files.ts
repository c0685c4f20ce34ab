// Handles `files CB-123`, the buttons *Attachments* and *Add files*: the files of a case in one list, and the link to the page that adds some.
// The files of a message are in sent-files.ts, and how a post shows its files is in file-elements.ts.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { can } from '../../domain/permission.ts';
import { loadingSentence } from '../../domain/files.ts';
import { plural } from '../../domain/text/numbers.ts';
import { formatSize } from '../../cards/file-line.ts';
import type { Button, Card, Element, Inline } from '../../cards/elements.ts';
import { listFiles, type FileList, type ListedFile } from '../../usecases/files/list-files.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import { actions } from '../actions.ts';
import { checkNow } from '../allowed-now.ts';
import { everyone, type Capability, type Context } from '../capability.ts';
import { caseAndText, defineCommand } from '../define-command.ts';
import type { Reply } from '../interaction.ts';
import { pageButtons } from '../page-buttons.ts';
import { recordAccess } from '../record-access.ts';
import { reply } from '../replies.ts';

/** Lists the files of a case, and adds some. */
export const files: Capability = {
  commands: [
    defineCommand({
      name: 'files',
      usage: 'CB-123',
      description: 'the attachments of a case',
      topic: 'find',
      example: 'files CB-123',
      availableTo: everyone,
      args: caseAndText,
      run: (context, { number }) => show(context, number, 1),
    }),
  ],
  actions: [
    // opens in a modal: only its reader needs it
    actions.files.handle({ opensForm: true, run: (context, number) => show(context, number, 1) }),
    actions.filesPage.handle({
      run: async (context, { number, page }) => ({ ...(await show(context, number, page)), replace: true }),
    }),
    actions.addFiles.handle({ opensForm: true, run: addFiles }),
  ],
};

async function show(context: Context, number: number, page: number): Promise<Reply & { kind: 'card' }> {
  const list = await listFiles(context.services, context.person, number, page);
  recordAccess(context, { action: 'files', caseNumber: number });
  return { kind: 'card', card: filesCard(list, context) };
}

function filesCard(list: FileList, context: Context): Card {
  const { number, subject, total, page, pages } = list;
  const name = formatCaseNumber(number);
  const position = pages > 1 ? ` · page ${page} of ${pages}` : '';
  return {
    summary: `Attachments of ${name}: ${plural(total, 'file')}`,
    title: `${name} · Attachments`,
    elements: [
      { kind: 'heading', text: `Attachments of ${name} · ${subject}` },
      { kind: 'context', text: [total === 0 ? 'No attachments yet' : `${plural(total, 'file')}, newest first${position}`] },
      ...list.files.map((file) => fileRow(file, can(context.person, 'redact') ? number : null)),
      ...(total > 0 && !context.services.links ? [noLinks(context)] : []),
      { kind: 'actions', actions: controls(list) },
    ],
  };
}

/** @param redactIn the case, for somebody who may redact its files */
function fileRow(file: ListedFile, redactIn: number | null): Element {
  const { id, name, state, size, content, link, uploadedByName, createdAt, isInternal } = file;
  const url = link ?? content?.url ?? null;
  const details: Inline[] = [
    ...(size === null ? [] : [`${formatSize(size)} · `]),
    ...(isInternal ? [{ bold: 'Internal note' }, ' · '] : []),
    `${uploadedByName} · `,
    { at: createdAt, as: 'moment' },
    ...(url === null ? [] : [' · ', { link: url, text: link === null ? 'Download' : 'Open' }]),
  ];
  const redactButton =
    redactIn === null ? {} : { button: actions.redactFile.button({ number: redactIn, file: id }, 'Redact'), menu: 'Redact' };
  return {
    kind: 'listItem',
    text: [state === 'expected' ? loadingSentence([name]) : { bold: name }],
    detail: details,
    ...redactButton,
  };
}

/** Says why nothing can be downloaded. */
function noLinks({ person }: Context): Element {
  const forAdvisors = 'An operator must set PUBLIC_URL and CASEBRIDGE_SECRET_KEY before files can be downloaded here.';
  const text = person.kind === 'advisor' ? forAdvisors : 'You find the files in the conversation of the case.';
  return { kind: 'context', text: [text] };
}

function controls({ number, page, pages, mayAdd }: FileList): Button[] {
  return [
    ...pageButtons(page, pages, (target, label) => actions.filesPage.button({ number, page: target }, label)),
    ...(mayAdd ? [actions.addFiles.button(number, 'Add files')] : []),
    actions.view.button(number, 'View case'),
  ];
}

/** Links to the page on which this person adds files to the case. The link is theirs alone, so nobody else may see it. */
async function addFiles(context: Context, number: number): Promise<Reply> {
  const { services, person } = context;
  checkNow(context, await viewCase(services, person, number), 'post');
  const name = formatCaseNumber(number);
  if (!services.links) return { ...reply(...insteadOfPage(context, name)), refused: true };
  return {
    kind: 'card',
    card: {
      summary: `Add files to ${name}`,
      title: `${name} · Add files`,
      elements: [
        {
          kind: 'text',
          text: [`Add screenshots and documents to ${name} on this page. The link is only for you and works for a week.`],
        },
        { kind: 'actions', actions: [{ kind: 'link', label: 'Add files', url: services.links.upload(number, person.id) }] },
      ],
    },
  };
}

function insteadOfPage({ person }: Context, name: string): [text: string, ...more: Inline[][]] {
  const instead = [`You can send files in the conversation of ${name}.`];
  return person.kind === 'advisor'
    ? ['The page for adding files is off. An operator must set PUBLIC_URL and CASEBRIDGE_SECRET_KEY.', instead]
    : ['Files can’t be added here.', instead];
}
