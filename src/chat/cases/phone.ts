import type { Element, Inline } from '../../cards/elements.ts';

/** A telephone number one can tap. */
export function phoneLink(supportPhone: string): Inline {
  return { link: `tel:${supportPhone.replace(/[^+\d]/g, '')}`, text: supportPhone };
}

/** A critical case: phone now. */
export function phoneUs({ brand, supportPhone }: { brand: string; supportPhone: string }): Element {
  return {
    kind: 'callout',
    tone: 'danger',
    text: [{ bold: 'Critical: please phone now.' }, ` ${brand} expects your call at `, phoneLink(supportPhone), '.'],
  };
}
