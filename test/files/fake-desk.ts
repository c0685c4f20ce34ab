import { CaseError } from '../../src/domain/case-error.ts';
import type { DownloadableFile, FileAudience, FileDesk, FileStore, StagedFile } from '../../src/ports.ts';

/** The use cases behind the pages, without a database: who may do what is decided by the test. */
export interface FakeDesk extends FileDesk {
  /** what may be downloaded, by `p7/12` or `c3/12` */
  downloads: Map<string, DownloadableFile>;
  /** what was sent, as `download p7/12` or `picture c3/12` */
  downloadLog: string[];
  staged: StagedFile[];
  sent: { fileIds: readonly number[]; text: string; note: boolean; submission: string }[];
  /** thrown by every call while it is set */
  refusal: Error | null;
  canNote: boolean;
  notice: string | null;
}

const readerOf = (audience: FileAudience): string =>
  'personId' in audience ? `p${audience.personId}` : `c${audience.conversationId}`;

/** Creates a desk of a case for ten files of 100 kB each. */
export function createFakeDesk(store: Pick<FileStore, 'put'>, maxBytes = 102_400): FakeDesk {
  let lastId = 0;
  const answers = new Map<string, StagedFile[]>();
  const allowed = () => {
    if (desk.refusal) throw desk.refusal;
  };
  const desk: FakeDesk = {
    downloads: new Map(),
    downloadLog: [],
    staged: [],
    sent: [],
    refusal: null,
    canNote: false,
    notice: null,
    async mayDownload(fileId, audience) {
      return desk.downloads.get(`${readerOf(audience)}/${fileId}`) ?? null;
    },
    downloaded(fileId, audience, asPicture) {
      desk.downloadLog.push(`${asPicture ? 'picture' : 'download'} ${readerOf(audience)}/${fileId}`);
    },
    async uploadPage() {
      allowed();
      return {
        subject: 'Grades <don’t> save',
        personName: 'Ada Park',
        audience: 'Everyone on the case sees them.',
        notice: desk.notice,
        canNote: desk.canNote,
        staged: [...desk.staged],
        maxFiles: 10,
        maxBytes,
      };
    },
    async stage(_scope, { name, content }) {
      allowed();
      const { size, mediaType, infection } = await store.put(content, { maxBytes });
      if (infection !== undefined) throw new CaseError('infected', `“${name}” wasn't sent: the virus scan found a threat in it.`);
      const file = { id: ++lastId, name, size, mediaType };
      desk.staged.push(file);
      return file;
    },
    async unstage(_scope, fileId) {
      desk.staged = desk.staged.filter(({ id }) => id !== fileId);
    },
    async send(_scope, message) {
      allowed();
      if (message.note && !desk.canNote) throw new CaseError('not-allowed', 'Only advisors can add internal notes.');
      const known = answers.get(message.submission);
      if (known) return known;
      if (message.fileIds.length === 0 && message.text.trim() === '')
        throw new CaseError('empty', 'Enter a message.', 'Or add a file.');
      const files = message.fileIds.map((id) => {
        const file = desk.staged.find((one) => one.id === id);
        if (!file) throw new CaseError('not-staged', 'One of the files is no longer there.', 'Add it again.');
        return file;
      });
      desk.staged = desk.staged.filter((file) => !files.includes(file));
      desk.sent.push(message);
      answers.set(message.submission, files);
      return files;
    },
  };
  return desk;
}
