import type { PrivacyRecord } from '../../db/generated/client.ts';
import { CaseError } from '../../domain/case-error.ts';
import { certificateText, type PrivacyFacts } from '../../domain/certificate.ts';
import { erasureResult, readErasureResult } from '../../domain/erasure-result.ts';
import { readRedactionResult } from '../../domain/redaction-result.ts';
import type { Services } from '../context.ts';
import { pageOf } from '../page-of.ts';
import { authorizeRequester, recordPrivacy, type Requester } from './requester.ts';

/** Records on a page. */
const pageSize = 20;

/** A page of the records of erasures, redactions and runs of retention, newest first. */
export interface Certificates {
  records: PrivacyFacts[];
  page: number;
  pages: number;
}

/** Lists the records. @param page from 1 @throws CaseError not-allowed */
export async function listCertificates(services: Services, by: Requester, page = 1): Promise<Certificates> {
  authorizeRequester(by);
  const { prisma } = services.db;
  const shown = pageOf(await prisma.privacyRecord.count(), page, pageSize);
  const rows = await prisma.privacyRecord.findMany({ orderBy: { id: 'desc' }, ...shown.rows });
  return { records: rows.map(factsOf), page: shown.position.page, pages: shown.position.pages };
}

/**
 * Reads the certificate of an erasure, and writes down that it was read.
 * @param moment writes a moment for its reader
 * @returns the facts, and the document as Markdown
 * @throws CaseError not-allowed, unknown-certificate
 */
export async function readCertificate(
  services: Services,
  by: Requester,
  id: number,
  moment: (at: Date) => string,
): Promise<{ facts: PrivacyFacts; text: string }> {
  authorizeRequester(by);
  const row = await services.db.prisma.privacyRecord.findUnique({ where: { id } });
  if (!row) throw new CaseError('unknown-certificate', `There is no certificate ${id}.`, 'List them to see which there are.');
  await recordPrivacy(services, by, { action: 'certificate', accountId: row.accountId, detail: `certificate ${id}` });
  const facts = factsOf(row);
  return { facts, text: certificateText(facts, services.settings.brand, moment) };
}

function factsOf({ id, kind, subject, at, finishedAt, byName, reason, personId, result }: PrivacyRecord): PrivacyFacts {
  const facts = { id, kind, subject, at, finishedAt, byName, reason, isPerson: personId !== null };
  if (kind === 'redaction') return { ...facts, result: erasureResult.parse({}), redacted: readRedactionResult(result) };
  const { pending: _, ...certain } = readErasureResult(result);
  return { ...facts, result: certain, redacted: null };
}
