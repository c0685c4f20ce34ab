// The page on which a person adds files to a case, and the page that says what was sent. Without JavaScript it is a plain form; upload.js
// makes it upload each file at once, with progress. Its style is upload.css.
import type { ElementContent } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { h } from 'hastscript';
import { formatSize } from '../../cards/file-line.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { plural } from '../../domain/text/numbers.ts';
import type { StagedFile, UploadFacts } from '../../ports.ts';
import type { Answer } from '../respond.ts';
import { assetAddress } from './assets.ts';

/** What the form holds. */
export interface FormState {
  /** identifies one sending, so that a repeated request sends nothing twice */
  submission: string;
  text: string;
  note: boolean;
  /** what is wrong, a sentence each; shown above the form */
  mistakes: readonly string[];
}

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src blob:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Makes the page with the form. @param brand the support organization's name */
export function formPage(brand: string, caseNumber: number, facts: UploadFacts, state: FormState): Answer {
  const { maxFiles, maxBytes, staged } = facts;
  const limits = `Up to ${plural(maxFiles, 'file')}, ${formatSize(maxBytes)} each`;
  const form = h(
    'form',
    { method: 'post', encType: 'multipart/form-data', id: 'upload', dataMaxFiles: maxFiles, dataMaxBytes: maxBytes },
    [
      h('input', { type: 'hidden', name: 'submission', value: state.submission }),
      h('section', { class: 'drop', id: 'drop' }, [
        icon('M12 16V4m0 0L7 9m5-5 5 5M4 16v3a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-3'),
        h('p', { class: 'drop-title js-only' }, 'Drop files here'),
        h('p', { class: 'choices' }, [
          chooser('files', 'Choose files', { multiple: true }),
          chooser('photo', 'Take a photo', { accept: 'image/*', capture: 'environment' }),
        ]),
        h('p', { class: 'hint', id: 'limits' }, [
          `${limits}. `,
          h('span', { class: 'js-only' }, 'You can also paste a screenshot.'),
        ]),
      ]),
      h('ul', { class: 'files', id: 'list', ariaLabel: 'Files to send' }, staged.map(stagedItem)),
      h('div', { class: 'field' }, [
        h('label', { for: 'text' }, ['Message ', h('span', { class: 'optional' }, '(optional)')]),
        h('textarea', { id: 'text', name: 'text', rows: 4 }, state.text),
      ]),
      ...(facts.canNote
        ? [
            h('label', { class: 'check' }, [
              h('input', { type: 'checkbox', name: 'note', value: '1', checked: state.note }),
              h('span', 'Internal note: only advisors see the message and the files'),
            ]),
          ]
        : []),
      h('div', { class: 'send' }, [
        h('button', { type: 'submit', id: 'send', class: 'primary' }, 'Send'),
        h('p', { id: 'status', class: 'hint', role: 'status', ariaLive: 'polite' }),
      ]),
    ],
  );
  const title = `Add files to ${formatCaseNumber(caseNumber)}`;
  return page(brand, title, state.mistakes.length > 0 ? 422 : 200, [
    h('h1', title),
    h('p', { class: 'subject' }, facts.subject),
    ...(facts.notice === null ? [] : [h('p', { class: 'notice' }, facts.notice)]),
    ...mistakesBox(state.mistakes),
    form,
    h('p', { class: 'footer' }, `You're adding files as ${facts.personName}. ${facts.audience}`),
    h('script', { src: assetAddress('upload.js'), type: 'module' }),
  ]);
}

/** Makes the page that says what was sent. @param address of the form */
export function sentPage(
  brand: string,
  caseNumber: number,
  facts: Pick<UploadFacts, 'personName' | 'subject'>,
  { files, address, note }: { files: readonly StagedFile[]; address: string; note: boolean },
): Answer {
  const number = formatCaseNumber(caseNumber);
  const seen = files.length > 0 ? ' Images are shown in the message, and other files next to it.' : '';
  const where = note
    ? `Your internal note will appear in the advisors' conversation of ${number} in a moment.${seen}`
    : `Your message will appear in the conversation of ${number} in a moment.${seen}`;
  return page(brand, `Sent to ${number}`, 200, [
    h('div', { class: 'done' }, [icon('M5 13l4 4L19 7')]),
    h('h1', { tabIndex: -1, autoFocus: true }, `Sent to ${number}`),
    h('p', { class: 'subject' }, facts.subject),
    ...(files.length > 0
      ? [
          h(
            'ul',
            { class: 'files', ariaLabel: 'Files that were sent' },
            files.map((file) => h('li', nameAndSize(file))),
          ),
        ]
      : []),
    h('p', where),
    h('p', [h('a', { href: address, class: 'button' }, 'Add more files')]),
    h('p', { class: 'footer' }, `Sent as ${facts.personName}. You can close this page.`),
  ]);
}

function mistakesBox(mistakes: readonly string[]): ElementContent[] {
  if (mistakes.length === 0) return [];
  return [
    h('div', { class: 'mistakes', role: 'alert', tabIndex: -1, autoFocus: true }, [
      h('p', h('strong', 'Nothing has been sent yet')),
      h(
        'ul',
        mistakes.map((mistake) => h('li', mistake)),
      ),
      h('p', 'Your message and the other files are kept below. Add the missing ones again, or send without them.'),
    ]),
  ];
}

/** A file input that looks like a button; the input itself can be reached by keyboard. */
function chooser(id: 'files' | 'photo', label: string, properties: Record<string, string | boolean>): ElementContent {
  return h('span', { class: ['chooser', id] }, [
    h('input', { type: 'file', id, name: 'files', ariaDescribedBy: 'limits', ...properties }),
    h('label', { for: id, class: 'button' }, label),
  ]);
}

/** A file that was uploaded before. Without JavaScript its box decides whether it is sent. */
function stagedItem(file: StagedFile): ElementContent {
  const { id, name, size } = file;
  return h('li', { dataId: id, dataName: name, dataSize: size }, [
    h('label', { class: 'check' }, [
      h('input', { type: 'checkbox', name: 'staged', value: String(id), checked: true }),
      ...nameAndSize(file),
    ]),
  ]);
}

const nameAndSize = ({ name, size }: StagedFile): ElementContent[] => [
  h('span', { class: 'name' }, name),
  h('span', { class: 'size' }, formatSize(size)),
];

function icon(path: string): ElementContent {
  const shape = { viewBox: '0 0 24 24', fill: 'none', stroke: 'currentColor', strokeWidth: 1.8 };
  const ends = { strokeLinecap: 'round', strokeLinejoin: 'round' };
  return h('svg', { ...shape, ...ends, ariaHidden: 'true', width: 40, height: 40 }, [h('path', { d: path })]);
}

function page(brand: string, title: string, status: number, content: ElementContent[]): Answer {
  const head = h('head', [
    h('meta', { charSet: 'utf-8' }),
    h('meta', { name: 'viewport', content: 'width=device-width,initial-scale=1' }),
    h('meta', { name: 'color-scheme', content: 'light dark' }),
    h('title', `${title} · ${brand}`),
    h('link', { rel: 'stylesheet', href: assetAddress('upload.css') }),
  ]);
  const body = h('body', [h('main', [h('p', { class: 'brand' }, brand), ...content])]);
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'content-security-policy': policy },
    body: toHtml({ type: 'root', children: [{ type: 'doctype' }, h('html', { lang: 'en' }, [head, body])] }),
  };
}
