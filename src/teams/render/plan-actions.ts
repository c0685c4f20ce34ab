// Decides for a whole card which of its controls become buttons, of which there are six at most, and which become lines of text.
import type { Control, Element } from '../../cards/elements.ts';

/** How a control is shown. */
export interface Spot {
  /** a line of text otherwise */
  isButton: boolean;
  /** id of a select's input: unique in the card, and the same each time the card is rendered */
  inputId: string;
}

/** How each control of a card is shown, by `spotKey`. */
export type Spots = ReadonlyMap<string, Spot>;

/** Makes the key of a control. @param element its element's index in the card @param control its own index in the element */
export function spotKey(element: number, control: number): string {
  return `${element}.${control}`;
}

/** Whether a control can be shown: a select without options cannot. */
export function isUsable(control: Control): boolean {
  return control.kind !== 'select' || control.options.length > 0;
}

/** Plans a card's controls: primary buttons come first. @param room number of buttons that may be used */
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
