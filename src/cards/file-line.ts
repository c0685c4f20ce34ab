import type { CardFile, Inline } from './elements.ts';

const units = ['bytes', 'KB', 'MB', 'GB'] as const;

/** Formats a size as people read it, such as `2.3 MB`. One KB is 1,024 bytes, as on Windows and in Slack. @param bytes 0 or more */
export function formatSize(bytes: number): string {
  const power = bytes < 1024 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  const amount = bytes / 1024 ** power;
  if (power === 0) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  return `${amount < 9.95 ? amount.toFixed(1).replace('.0', '') : Math.round(amount)} ${units[power]}`;
}

/** Names a file with its size, with a link that downloads it where it has an address. */
export function fileLine({ name, size, url }: CardFile): Inline[] {
  return [url === null ? { bold: name } : { link: url, text: name }, ` · ${formatSize(size)}`];
}
