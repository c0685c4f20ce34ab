// /files/upload/…: the page on which a person adds files to a case. GET shows the form. POST receives the whole form and sends it; with
// `step=stage` it receives one file, which is sent later, and with `step=remove` it forgets one: upload.js does that while the page is open.
// The signed key in the address is the only permission, and there are no cookies, so another site cannot act for the reader.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { CaseError } from '../../domain/case-error.ts';
import { FileUnavailable, type FileDesk, type StagedFile, type UploadFacts, type UploadScope } from '../../ports.ts';
import type { SignedFiles } from '../links.ts';
import { badLink, respond, wrongMethod, type Answer, type RespondParts } from '../respond.ts';
import { json, jsonAnswers, pageAnswers } from './answers.ts';
import { explainFile } from './explain-file.ts';
import { formPage, sentPage } from './page.ts';
import { FormBroken, receiveForm, type FormLimits } from './receive-form.ts';

/** What the page for adding files needs. */
export interface UploadParts extends RespondParts {
  /** the support organization's name */
  brand: string;
  links: SignedFiles;
  desk: Omit<FileDesk, 'mayDownload'>;
  /** how long a sender may send nothing, ms */
  uploadIdleMs?: number;
}

/** Answers a request for the page. */
export async function serveUpload(parts: UploadParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', url = '' } = request;
  if (!['GET', 'HEAD', 'POST'].includes(method)) return respond(request, response, wrongMethod(parts, 'GET, HEAD, POST'));
  const requested = parts.links.readUpload(url);
  const step = new URL(url, 'http://localhost').searchParams.get('step');
  const answers = step === null ? pageAnswers : jsonAnswers;
  if (requested === null) return respond(request, response, badLink(parts));
  if (requested === 'expired') {
    const next = 'Open the case in Slack or Teams and choose Add files to get a new one.';
    return respond(request, response, answers.refuse(parts, 410, 'This link has expired.', next));
  }
  try {
    respond(request, response, await answer(parts, request, requested, step));
  } catch (error) {
    if (error instanceof FormBroken && error.reason === 'unfinished') return void response.destroy();
    respond(request, response, answers.fail(parts, error));
  }
}

async function answer(parts: UploadParts, request: IncomingMessage, scope: UploadScope, step: string | null): Promise<Answer> {
  const facts = await parts.desk.uploadPage(scope);
  if (request.method !== 'POST') {
    const state = { submission: randomUUID(), text: '', note: false, mistakes: [] };
    return formPage(parts.brand, scope.caseNumber, facts, state);
  }
  if (step === 'stage') return stageOne(parts, request, scope, facts);
  if (step === 'remove') return removeOne(parts, request, scope, facts);
  return sendAll(parts, request, scope, facts);
}

/** Forms beyond the limits are read to four times their size, so that the answer can name the files that are too large. */
const limitsOf = ({ uploadIdleMs = 180_000 }: UploadParts, { maxFiles, maxBytes }: UploadFacts): FormLimits => ({
  maxBytes: 4 * maxFiles * maxBytes + 1_000_000,
  maxFiles: maxFiles + 10,
  idleMs: uploadIdleMs,
});

async function stageOne(parts: UploadParts, request: IncomingMessage, scope: UploadScope, facts: UploadFacts): Promise<Answer> {
  let outcome = { error: 'No file arrived. Try again.', isTemporary: false } as Outcome;
  await receiveForm(request, { ...limitsOf(parts, facts), maxFiles: 1 }, async (name, content) => {
    outcome = await stage(parts, scope, facts, { name, content });
  });
  if ('file' in outcome) return json(200, outcome);
  const { error, isTemporary } = outcome;
  // the page offers a retry
  return json(isTemporary ? 503 : 422, { error });
}

async function removeOne(parts: UploadParts, request: IncomingMessage, scope: UploadScope, facts: UploadFacts): Promise<Answer> {
  const fields = await receiveForm(request, { ...limitsOf(parts, facts), maxFiles: 0 }, async () => undefined);
  for (const id of idsIn(fields, 'id')) await parts.desk.unstage(scope, id);
  return json(200, {});
}

async function sendAll(parts: UploadParts, request: IncomingMessage, scope: UploadScope, facts: UploadFacts): Promise<Answer> {
  const { desk, brand } = parts;
  const { caseNumber } = scope;
  const received: StagedFile[] = [];
  const mistakes: string[] = [];
  const forget = async (files: readonly StagedFile[]) => {
    for (const { id } of files) await desk.unstage(scope, id);
  };
  let fields: URLSearchParams;
  try {
    fields = await receiveForm(request, limitsOf(parts, facts), async (name, content) => {
      const outcome = await stage(parts, scope, facts, { name, content });
      if ('file' in outcome) received.push(outcome.file);
      else mistakes.push(outcome.error);
    });
  } catch (error) {
    await forget(received);
    throw error;
  }
  const state = {
    submission: /^[\w-]{20,40}$/.exec(fields.get('submission') ?? '')?.[0] ?? randomUUID(),
    text: fields.get('text') ?? '',
    // never sent as a post when the sender is no longer an advisor
    note: fields.has('note'),
  };
  const showAgain = async () => formPage(brand, caseNumber, await desk.uploadPage(scope), { ...state, mistakes });
  if (mistakes.length > 0) return showAgain();
  try {
    const fileIds = [...idsIn(fields, 'staged'), ...received.map(({ id }) => id)];
    const files = await desk.send(scope, { fileIds, ...state });
    // a page that is loaded again sends its files again
    await forget(received.filter(({ id }) => !files.some((file) => file.id === id)));
    return sentPage(brand, caseNumber, facts, { files, address: request.url?.split('/').at(-1) ?? '', note: state.note });
  } catch (error) {
    if (!(error instanceof CaseError)) throw error;
    mistakes.push([error.message, error.next].filter(Boolean).join(' '));
    return showAgain();
  }
}

type Outcome = { file: StagedFile } | { error: string; isTemporary: boolean };

/** Stores one file. What its sender can understand is returned, any other error is thrown. */
async function stage(
  { desk, log }: UploadParts,
  scope: UploadScope,
  facts: UploadFacts,
  file: { name: string; content: AsyncIterable<Uint8Array> },
): Promise<Outcome> {
  try {
    return { file: await desk.stage(scope, file) };
  } catch (error) {
    const text = explainFile(error, file.name, facts.maxBytes);
    if (text === null) throw error;
    const isTemporary = error instanceof FileUnavailable;
    if (isTemporary) log.error({ err: error, what: 'file' }, 'a file was not stored: see "casebridge doctor"');
    return { error: text, isTemporary };
  }
}

const idsIn = (fields: URLSearchParams, name: string) =>
  fields
    .getAll(name)
    .filter((text) => /^[1-9]\d{0,8}$/.test(text))
    .map(Number);
