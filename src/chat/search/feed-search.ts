// Searches one case, its posts and what it was opened with: `search CB-123 words`, and the button *Search this feed* with its form. Internal
// notes are found by advisors only, which usecases/search/search-feed.ts decides.
import { z } from 'zod';
import type { Button, Card, Element, Form, Inline, PassagePart } from '../../cards/elements.ts';
import { flatText } from '../../cards/flat-text.ts';
import { truncate } from '../../cards/visible-text.ts';
import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { formError } from '../../domain/form-errors.ts';
import { formatWords } from '../../domain/search/format-query.ts';
import { parseSearch, type FeedSearch } from '../../domain/search/parse-query.ts';
import { findPassage } from '../../domain/search/passage.ts';
import type { Term } from '../../domain/search/search-terms.ts';
import type { Settings } from '../../domain/settings.ts';
import { formatList, plural } from '../../domain/text/numbers.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import {
  searchFeed,
  type FeedResult,
  type FiledText,
  type FoundFiling,
  type FoundPost,
} from '../../usecases/search/search-feed.ts';
import { actions } from '../actions.ts';
import type { Capability, Context } from '../capability.ts';
import { bodyIsSentence, eventText } from '../cases/event-text.ts';
import { byline } from '../cases/post-card.ts';
import { caseNumber, fieldText } from '../codecs.ts';
import { defineForm, type StateOf } from '../define-form.ts';
import { pageButtons } from '../page-buttons.ts';
import { recordAccess } from '../record-access.ts';
import { didYouMean } from './did-you-mean.ts';
import { passageText } from './passage-text.ts';
import { checkLength, repeatSearch } from './repeat-search.ts';

const feedForm = defineForm({
  name: 'search-feed',
  state: z.object({ number: caseNumber }),
  fields: z.object({ text: fieldText }),
});

/** Searches a case with a form. */
export const feedSearch: Capability = {
  actions: [
    actions.searchFeed.handle({
      opensForm: true,
      run: async (context, number) => ({ kind: 'form', form: await draw(context, feedForm.start(context, { number })) }),
    }),
  ],
  forms: [
    feedForm.handle({
      render: async (context, _typed, state) => draw(context, state),
      submit: async (context, { text }, { number }) => ({
        kind: 'done',
        card: await findInFeed(context, readWords(context.services.settings, number, text)),
      }),
    }),
  ],
};

async function draw({ services, person }: Context, state: StateOf<typeof feedForm>): Promise<Form> {
  const { case: shown } = await viewCase(services, person, state.number);
  return feedForm.form(state, {
    title: 'Search this feed',
    submit: 'Search',
    intro: [{ kind: 'context', text: [`${formatCaseNumber(shown.number)} · ${shown.subject}`] }],
    fields: [
      {
        kind: 'line',
        name: 'text',
        label: 'Search for',
        hint: 'Finds posts and the description, newest first. Put words that must be next to each other in quotation marks.',
        required: true,
        max: 300,
      },
    ],
  });
}

/** Reads the words of the form. What would be a filter or a case number is text here. */
function readWords(settings: Settings, number: number, text: string): FeedSearch {
  const phrase = formatWords([{ kind: 'phrase', text, negated: false, prefix: false }]);
  const search = readSearch(settings, number, text) ?? readSearch(settings, number, phrase);
  if (search) return search;
  throw formError('bad-search', { text: 'Enter a word to search for.' });
}

function readSearch(settings: Settings, number: number, text: string): FeedSearch | null {
  try {
    const search = parseSearch(`${formatCaseNumber(number)} ${text}`, settings);
    return search.kind === 'feed' && search.number === number ? search : null;
  } catch (error) {
    if (error instanceof CaseError) return null;
    throw error;
  }
}

/**
 * Searches a case and makes the result card.
 * @throws CaseError unknown-case, too-broad, busy
 */
export async function findInFeed(context: Context, { number, terms, page, shortened }: FeedSearch): Promise<Card> {
  const name = formatCaseNumber(number);
  const searchFor = (words: readonly Term[]): string => `${name} ${formatWords(words)}`;
  const text = searchFor(terms);
  checkLength(text);
  const found = await searchFeed(context.services, context.person, number, terms, page);
  recordAccess(context, { action: 'search', caseNumber: number, detail: formatWords(terms) });
  const { brand } = context.services.settings;
  const count = plural(found.total, 'match', 'matches');
  return {
    summary: `Search in ${name}: ${count}`,
    title: `${name} · Search`,
    elements: [
      { kind: 'heading', text: `Search in ${name}: ${formatWords(terms)}` },
      { kind: 'context', text: [found.subject] },
      {
        kind: 'context',
        text: [{ bold: count }, position(found), ...(shortened ? [` · Searched for the first ${terms.length} words.`] : [])],
      },
      ...(found.total === 0
        ? [
            { kind: 'text' as const, text: ['Nothing found in this feed. Try fewer words.'] },
            ...(await didYouMean(context, terms, searchFor)),
          ]
        : found.entries.map((entry) =>
            entry.kind === 'filing' ? filingRow(entry, number, terms) : postRow(entry, number, terms, brand),
          )),
      ...repeatSearch(context, text),
      { kind: 'actions', actions: controls(found, terms) },
    ],
  };
}

function position({ total, page, pages }: FeedResult): string {
  return `${total > 1 ? ', newest first' : ''}${pages > 1 ? ` · page ${page} of ${pages}` : ''}`;
}

const fieldLabels: Readonly<Record<FiledText['field'], string>> = {
  description: 'Description',
  replicationSteps: 'Replication steps',
  expected: 'Expected behavior',
  actual: 'Actual behavior',
  environment: 'Environment',
  impact: 'Impact',
};

/** Shows what the case was opened with: the text that matches, or the description when the words are in several texts together. */
function filingRow({ texts, contactName, createdAt }: FoundFiling, number: number, terms: readonly Term[]): Element {
  const matching = texts.find(({ body }) => findPassage(flatText(body), terms)) ?? texts[0];
  return {
    kind: 'listItem',
    text: [{ bold: fieldLabels[matching?.field ?? 'description'] }, ` · ${contactName} · `, { at: createdAt, as: 'moment' }],
    detail: excerpt(flatText(matching?.body ?? ''), terms),
    button: actions.view.button(number, 'View'),
  };
}

/** Length of what is shown of a text that has no passage, as when a search only excludes words. */
const excerptLength = 160;

function excerpt(text: string, terms: readonly Term[]): PassagePart[] {
  return passageText(findPassage(text, terms) ?? { text: truncate(text, excerptLength), marks: [] });
}

function postRow(post: FoundPost, number: number, terms: readonly Term[], brand: string): Element {
  const event = bodyIsSentence(post) ? null : eventText(post);
  const author: Inline[] = event === null ? byline(post, brand) : [{ bold: post.authorName }, ` ${event.replace(/[:.]$/, '')}`];
  const names = post.files.filter(({ content, link }) => content !== null || link !== null).map(({ name }) => name);
  const body = [flatText(post.body), formatList(names)].filter((text) => text !== '').join(' · ');
  return {
    kind: 'listItem',
    text: [...author, ' · ', { at: post.createdAt, as: 'moment' }],
    detail: excerpt(body, terms),
    button: actions.viewAt.button({ number, page: post.feedPage }, 'View'),
  };
}

function controls({ number, total, page, pages }: FeedResult, terms: readonly Term[]): Button[] {
  const words = formatWords(terms);
  const text = `${formatCaseNumber(number)} ${words}`;
  return [
    ...pageButtons(page, pages, (target, label) => actions.page.button(`${text} page:${target}`, label)),
    actions.searchFeed.button(number, 'Search this feed'),
    ...(total === 0 ? [actions.search.button(words, 'Search all cases')] : []),
    actions.view.button(number, 'View case'),
  ];
}
