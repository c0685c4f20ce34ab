// Cards as modals and as the Home tab, and any reply as a modal. Follows docs.slack.dev/surfaces/modals and docs.slack.dev/surfaces/app-home.
import type { types } from '@slack/bolt';
import type { Card } from '../../cards/elements.ts';
import type { Reply } from '../../chat/interaction.ts';
import { viewBlocks } from './fit.ts';
import { limits } from './limits.ts';
import { plainText } from './element.ts';
import { renderForm } from './form.ts';

/** Callback id of modals that only show something. */
const readOnlyCallback = 'read-only';

/** Renders a card as a modal. @param brand the title of a card without one */
export function renderModal(card: Card, brand: string): types.ModalView {
  return {
    type: 'modal',
    callback_id: readOnlyCallback,
    title: plainText(card.title ?? brand, limits.viewTitle),
    close: plainText('Close', limits.viewSubmit),
    blocks: viewBlocks(card.elements),
  };
}

/** Renders a card as the Home tab. */
export function renderHome(card: Card): types.HomeView {
  return { type: 'home', blocks: viewBlocks(card.elements) };
}

/** The modal that is opened at once, because a trigger is valid for three seconds, and filled when the answer is ready. */
export const loadingView: types.ModalView = {
  type: 'modal',
  callback_id: readOnlyCallback,
  title: plainText('One moment', limits.viewTitle),
  close: plainText('Cancel', limits.viewSubmit),
  blocks: [{ type: 'section', text: plainText('Loading…', limits.sectionText) }],
};

function doneCard(text = 'Done.'): Card {
  return { summary: text, elements: [{ kind: 'callout', tone: 'good', text: [text] }] };
}

/** Renders any reply as a modal. @param brand the title of a card without one */
export function viewOf(reply: Reply, brand: string): types.ModalView {
  switch (reply.kind) {
    case 'form':
      return renderForm(reply.form);
    case 'card':
    case 'home':
      return renderModal(reply.card, brand);
    case 'done':
      return renderModal(reply.card ?? doneCard(reply.toast), brand);
    case 'field-errors':
      return renderModal(
        {
          summary: 'Not sent',
          elements: Object.values(reply.fields).map((text) => ({ kind: 'callout', tone: 'warning', text: [text] })),
        },
        brand,
      );
    case 'results':
      return renderModal(
        {
          summary: 'Results',
          elements: reply.results.map(({ title, detail }) => ({ kind: 'listItem', text: [{ bold: title }], detail: [detail] })),
        },
        brand,
      );
    case 'nothing':
      return renderModal(reply.card ?? doneCard(reply.toast), brand);
    case 'options':
      return renderModal(doneCard(), brand);
  }
}
