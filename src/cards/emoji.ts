// Emoji that are written by name, such as `:wave:`, as characters, for places that do not know the names.
import { nameToEmoji } from 'gemoji';

/** Names that chat platforms use besides those of the list. */
const otherNames: Readonly<Record<string, string>> = {
  thinking_face: '🤔',
  hugging_face: '🤗',
  face_with_rolling_eyes: '🙄',
  rolling_on_the_floor_laughing: '🤣',
  face_palm: '🤦',
  simple_smile: '🙂',
  'star-struck': '🤩',
  'flag-us': '🇺🇸',
  'flag-ca': '🇨🇦',
  'flag-mx': '🇲🇽',
};

/** Returns the emoji of this name. @param name without colons @returns undefined for a workspace's own emoji, and for no emoji */
export function emojiNamed(name: string): string | undefined {
  const tone = /^skin-tone-([2-6])$/.exec(name)?.[1];
  if (tone) return String.fromCodePoint(0x1f3f9 + Number(tone));
  const known = name.replaceAll('-', '_');
  for (const table of [otherNames, nameToEmoji]) {
    if (Object.hasOwn(table, name)) return table[name];
    if (Object.hasOwn(table, known)) return table[known];
  }
  return undefined;
}

/** Replaces the names of emoji with the emoji. Any other text between colons stays as it is. */
export function withEmoji(text: string): string {
  return text.replace(/(?<![\p{L}\p{N}]):([a-z0-9_+-]+):(?![\p{L}\p{N}])/gu, (typed, name: string) => emojiNamed(name) ?? typed);
}
