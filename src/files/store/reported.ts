import type { Readable } from 'node:stream';
import { FileUnavailable, type Log } from '../../ports.ts';
import type { CheckedStore } from './index.ts';

/** Logs contents that are missing or damaged: an operator can restore them from the backup, and nobody else can. */
export function reported(store: CheckedStore, log: Log): CheckedStore {
  const report = (error: unknown, checksum: string): void => {
    if (!(error instanceof FileUnavailable) || error.kind !== 'gone' || error.code === 'quarantined') return;
    const message = `the content of a file is ${error.code === 'damaged' ? 'damaged' : 'missing'}: restore it from the backup`;
    log.error({ checksum }, message);
  };
  return {
    ...store,
    async open(checksum, range) {
      let content: Readable;
      try {
        content = await store.open(checksum, range);
      } catch (error) {
        report(error, checksum);
        throw error;
      }
      content.on('error', (error) => report(error, checksum));
      return content;
    },
  };
}
