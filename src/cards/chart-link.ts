import type { Card, LinkButton } from './elements.ts';

/** Makes the button that opens a chart, where its picture is not shown. */
export function chartLink(url: string): LinkButton {
  return { kind: 'link', label: 'Open chart', url };
}

/** Replaces the charts of a card by buttons, for a platform that cannot read pictures from this bot. */
export function withChartLinks(card: Card): Card {
  const elements = card.elements.map((element) =>
    element.kind === 'chart' ? { kind: 'actions' as const, actions: [chartLink(element.url)] } : element,
  );
  return { ...card, elements };
}
