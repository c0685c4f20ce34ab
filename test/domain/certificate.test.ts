import { expect, it } from 'vitest';
import { certificateText, type PrivacyFacts } from '../../src/domain/certificate.ts';
import { readErasureResult } from '../../src/domain/erasure-result.ts';

const at = new Date('2026-11-28T20:15:00Z');
const facts = (unreached: Record<string, number>): PrivacyFacts => ({
  ...{
    id: 2,
    kind: 'erasure',
    subject: 'account 1',
    at,
    finishedAt: at,
    byName: 'root',
    reason: 'Contract ended',
    isPerson: false,
  },
  ...{ result: readErasureResult({ unreached }), redacted: null },
});
const outOfReach = (unreached: Record<string, number>): string =>
  certificateText(facts(unreached), 'Campus Support', String).split('## What is out of reach')[1] ?? '';

it('a certificate names what is out of reach with how much of it, and nothing that there is not', () => {
  expect(outOfReach({ mailsSent: 2, webhookEvents: 1, issueCases: 1 })).toMatch(
    /- 2 emails that were sent\n- 1 event that webhooks sent to other systems\..*\n- Development issue that we created from 1 case\./,
  );
  expect(outOfReach({ mailsSent: 0, webhookEvents: 0 })).not.toMatch(/\b0 |emails|webhooks/);
});
