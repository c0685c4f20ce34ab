// The access log, `access [filters]`, for leads: who saw, searched, downloaded or exported what. Entries are written by chat/record-access.ts
// and usecases/access-log.ts; `npx casebridge export access` writes all of them to a file.
import { z } from 'zod';
import type { Card, Element, Form, Inline } from '../../cards/elements.ts';
import { truncate } from '../../cards/visible-text.ts';
import { accessLabel, accessSourceLabel } from '../../domain/access.ts';
import { formatAccessQuery, parseAccessQuery, type AccessQuery } from '../../domain/access-query.ts';
import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber, parseCaseNumber } from '../../domain/case-number.ts';
import { formError } from '../../domain/form-errors.ts';
import { can } from '../../domain/permission.ts';
import {
  accessSearchDetail,
  maxAccessPage,
  readAccess,
  type AccessFacts,
  type AccessPage,
} from '../../usecases/access/read-access.ts';
import { actions } from '../actions.ts';
import { asAdvisor, type Capability, type Context } from '../capability.ts';
import { optionalText, plainText } from '../codecs.ts';
import { anyText, defineCommand } from '../define-command.ts';
import { defineForm, type StateOf } from '../define-form.ts';
import { pageButtons } from '../page-buttons.ts';
import { recordAccess } from '../record-access.ts';
import type { CardReply } from '../replies.ts';

const filterForm = defineForm({
  name: 'filter-access',
  state: z.object({ text: plainText }),
  fields: z.object({
    person: optionalText,
    account: optionalText,
    case: optionalText,
    since: optionalText,
    until: optionalText,
  }),
});

/** Shows the access log. */
export const access: Capability = {
  commands: [
    defineCommand({
      name: 'access',
      usage: '[person:name] [account:key] [CB-123] [since:date]',
      description: 'who saw, searched, downloaded or exported what',
      topic: 'directory',
      example: 'access account:plainview since:2026-11-01',
      details: () =>
        'Filters: `person:"Ada Park"` or an email address, `account:plainview`, `case:CB-123`, `since:2026-11-01`, `until:2026-11-30`. ' +
        'Messages that the bot sends by itself are not in the log.',
      availableTo: (person) => can(person, 'access-log'),
      maxWords: 0,
      isMeant: (rest) => /^(person|account|case|since|until):/i.test(rest) || parseCaseNumber(rest) !== null,
      args: anyText,
      run: (context, text) => show(context, parseAccessQuery(text), 1),
    }),
  ],
  actions: [
    actions.access.handle({ run: (context, { page, text }) => show(context, parseAccessQuery(text), page) }),
    actions.accessPage.handle({
      run: async (context, { page, text }) => ({ ...(await show(context, parseAccessQuery(text), page)), replace: true }),
    }),
    actions.filterAccess.handle({
      opensForm: true,
      run: async (context, text) => ({ kind: 'form', form: draw(filterForm.start(context, { text })) }),
    }),
  ],
  forms: [
    filterForm.handle({
      render: async (_context, _typed, state) => draw(state),
      submit: async (context, values) => ({ kind: 'done', card: (await show(context, readForm(values), 1)).card }),
    }),
  ],
};

async function show(context: Context, query: AccessQuery, page: number): Promise<CardReply> {
  const { services, actor } = context;
  const read = await readAccess(services, asAdvisor(context), query, page, actor.timezone ?? 'UTC');
  recordAccess(context, { action: 'access', detail: accessSearchDetail(query), caseNumber: query.caseNumber });
  return { kind: 'card', card: accessCard(read, formatAccessQuery(query)) };
}

function accessCard({ entries, page, more }: AccessPage, text: string): Card {
  const title = text === '' ? 'Access log' : `Access log: ${text}`;
  const position = page === 1 ? 'Newest first' : `Newest first · page ${page}`;
  const isEnd = page === maxAccessPage;
  return {
    summary: title,
    title: 'Access log',
    elements: [
      { kind: 'heading', text: title },
      ...(entries.length === 0
        ? [
            {
              kind: 'text' as const,
              text: [text === '' ? 'Nothing in the access log yet.' : 'Nothing found. Try fewer filters.'],
            },
          ]
        : [{ kind: 'context' as const, text: [position] }, ...entries.map(entryLine)]),
      ...(isEnd ? [{ kind: 'context' as const, text: ['Use a filter to see older entries.'] }] : []),
      {
        kind: 'actions',
        actions: [
          ...pageButtons(page, more ? page + 1 : page, (target, label) =>
            actions.accessPage.button({ page: target, text }, label),
          ),
          actions.filterAccess.button(text, 'Filter'),
          ...(text === '' ? [] : [actions.access.button({ page: 1, text: '' }, 'All entries')]),
        ],
      },
    ],
  };
}

/** Characters shown of what was searched for. */
const maxShown = 150;

function entryLine(entry: AccessFacts): Element {
  const { at, action, source, person, email, operator, accountName, caseNumber, file, detail } = entry;
  const who = person ?? (operator === null ? 'Somebody in a conversation' : `Operator ${operator}`);
  const what = [file, caseNumber === null ? null : formatCaseNumber(caseNumber)].filter((part) => part !== null).join(' in ');
  const facts: Inline[] = [
    { at, as: 'moment' },
    ` · ${accessSourceLabel(source)}`,
    ...(email === null ? [] : [` · ${email}`]),
    ...(accountName === null ? [] : [` · ${accountName}`]),
    ...(detail === null ? [] : [` · ${truncate(detail, maxShown)}`]),
  ];
  if (action === 'lost')
    return { kind: 'listItem', text: [{ bold: `${detail ?? 'Some'} entries are missing here` }], detail: [{ at, as: 'moment' }] };
  return { kind: 'listItem', text: [{ bold: who }, ` ${accessLabel(action)}${what === '' ? '' : ` ${what}`}`], detail: facts };
}

function draw(state: StateOf<typeof filterForm>): Form {
  const { person, account, caseNumber, since, until } = parseAccessQuery(state.text);
  const line = { kind: 'line', max: 100 } as const;
  return filterForm.form(state, {
    title: 'Filter the access log',
    submit: 'Show entries',
    intro: [{ kind: 'context', text: ['Shows entries that match all filters.'] }],
    fields: [
      { ...line, name: 'person', label: 'Person', hint: 'Part of a name, or a whole email address.', initial: person },
      { ...line, name: 'account', label: 'Account', hint: 'Its key, or part of its name.', initial: account },
      {
        ...line,
        name: 'case',
        label: 'Case',
        hint: 'Such as CB-123.',
        initial: caseNumber === undefined ? undefined : formatCaseNumber(caseNumber),
      },
      { kind: 'date', name: 'since', label: 'First day', initial: since },
      { kind: 'date', name: 'until', label: 'Last day', initial: until },
    ],
  });
}

/** @throws CaseError with the field that is wrong */
function readForm(values: Partial<Record<'person' | 'account' | 'case' | 'since' | 'until', string>>): AccessQuery {
  const query: AccessQuery = {};
  for (const field of ['person', 'account', 'case', 'since', 'until'] as const) {
    const value = values[field]?.trim().replaceAll('"', '');
    if (!value) continue;
    try {
      Object.assign(query, parseAccessQuery(`${field}:"${value}"`));
    } catch (error) {
      if (error instanceof CaseError) throw formError(error.code, { [field]: error.message });
      throw error;
    }
  }
  if (query.since && query.until && query.since > query.until)
    throw formError('bad-access-query', { until: 'The last day is before the first one.' });
  return query;
}
