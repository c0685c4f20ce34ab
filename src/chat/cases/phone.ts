import type { Element, Inline } from '../../cards/elements.ts';

/** Links a phone number, so that it can be tapped. */
export function phoneLink(supportPhone: string): Inline {
  return { link: `tel:${supportPhone.replace(/[^+\d]/g, '')}`, text: supportPhone };
}

/** Says that an incident is known, so nobody has to call; empty when there is nobody to call. */
export function noNeedToCall({ supportPhone }: { supportPhone: string | null }): string {
  return supportPhone === null ? '' : ' No need to call.';
}

/** Asks the contact of a critical case to call; empty when no support phone is configured. */
export function callUs({ supportPhone }: { supportPhone: string | null }): Element[] {
  if (supportPhone === null) return [];
  const text = [{ bold: 'Critical issue?' }, ' Call us now at ', phoneLink(supportPhone), '.'];
  return [{ kind: 'callout', tone: 'danger', text }];
}
