import type { Config } from '../../config/index.ts';
import { createStore } from '../../files/index.ts';
import { FileUnavailable } from '../../ports.ts';
import type { Finding } from './finding.ts';

/** Says where files are, whether they can be kept there, and whether they are scanned for viruses. */
export async function checkFiles({ dataDir, attachments, publicUrl, secretKeys, settings }: Config): Promise<Finding[]> {
  const store = createStore({ dataDir, attachments });
  const { maxFiles, maxMegabytes } = settings.attachments;
  const limits = `at most ${maxFiles} per message, ${maxMegabytes} MB each`;
  const kept = await store.check().then(
    (): Finding => ({ verdict: 'ok', part: 'Files', text: `in ${store.place}; ${limits}` }),
    (error: unknown): Finding => ({
      verdict: 'fail',
      part: 'Files',
      text: error instanceof Error ? error.message : String(error),
    }),
  );
  const scanned = await store.scannerVersion().then(
    (version): Finding =>
      version === null
        ? { verdict: 'warn', part: 'Virus scan', text: 'off: files are passed on unscanned. To scan them, set CLAMD_URL' }
        : { verdict: 'ok', part: 'Virus scan', text: version },
    (error: unknown): Finding => ({ verdict: 'fail', part: 'Virus scan', text: scannerProblem(error) }),
  );
  const links = ['PUBLIC_URL', 'CASEBRIDGE_SECRET_KEY'].filter((_, index) => [publicUrl, secretKeys][index] === null);
  const noLinks = `no download links and no page for adding files. To have them, set ${links.join(' and ')}`;
  return [kept, scanned, ...(links.length > 0 ? [{ verdict: 'warn' as const, part: 'Files', text: noLinks }] : [])];
}

function scannerProblem(error: unknown): string {
  const code = error instanceof FileUnavailable ? error.code : String(error);
  return `the scanner at CLAMD_URL doesn't answer (${code}). Files wait until it does. Start clamd, or correct CLAMD_URL`;
}
