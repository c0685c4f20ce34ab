// A card has six buttons at most. Which controls become buttons, and which links, is decided for the whole card before any is drawn.
import type { Control, Element } from '../../cards/elements.ts';

export interface Spot {
  /** a link otherwise */
  isButton: boolean;
  /** of a select's input: unique in the card, and the same each time it is drawn */
  inputId: string;
}

/** By `spotKey`. */
export type Spots = ReadonlyMap<string, Spot>;

export function spotKey(element: number, control: number): string {
  return `${element}.${control}`;
}

/** A select with nothing to choose is left out. */
export function isUsable(control: Control): boolean {
  return control.kind !== 'select' || control.options.length > 0;
}

/** Primary ones first, then as they stand. @param room buttons that may be used */
export function planControls(elements: readonly Element[], room: number): Spots {
  const all = elements.flatMap((element, at) =>
    element.kind === 'actions'
      ? element.actions.map((control, index) => ({ key: spotKey(at, index), control })).filter((one) => isUsable(one.control))
      : [],
  );
  const isPrimary = ({ control }: { control: Control }): boolean => control.kind === 'button' && control.style === 'primary';
  const order = [...all.filter(isPrimary), ...all.filter((one) => !isPrimary(one))];
  const buttons = new Set(order.slice(0, Math.max(room, 0)).map(({ key }) => key));
  return new Map(all.map(({ key }, index) => [key, { isButton: buttons.has(key), inputId: `choice${index}` }]));
}
