import type { CaseFacts } from '../../usecases/case-facts.ts';

/** Tells whether there is something to verify: a fix counts when its release is published. */
export function isToVerify({ status, defect }: Pick<CaseFacts, 'status' | 'defect'>): boolean {
  if (status === 'AvailableInRelease') return defect?.release?.published ?? true;
  return status === 'PendingCustomerVerification';
}
