import type { Config } from '../../config/index.ts';
import type { Database } from '../../db/client.ts';
import { plural } from '../../domain/text/numbers.ts';
import { countSecrets, lastUses } from '../../usecases/renew-secrets.ts';
import type { Finding } from './finding.ts';

const part = 'Secret key';
const isoDay = (at: Date, days = 0): string => new Date(at.getTime() + days * 86_400_000).toISOString().slice(0, 10);
/** Days that links to files in conversations stay valid, longer than any other link but those to unsubscribe. */
const conversationLinkDays = 400;
const mailLinkDays = 14;

/** Says whether everything stored can be decrypted, and which of the fallback keys can go. */
export async function checkKeys({ secretKeys }: Pick<Config, 'secretKeys'>, db: Database): Promise<Finding[]> {
  if (!secretKeys) return [];
  const { current, former, unreadable } = await countSecrets({ db }, secretKeys);
  const findings: Finding[] = [];
  if (unreadable > 0)
    findings.push({
      verdict: 'fail',
      part,
      text: `${plural(unreadable, 'stored secret')} cannot be decrypted. Add the key that encrypted them to CASEBRIDGE_SECRET_KEY_FALLBACKS, or install the workspaces again`,
    });
  const [, ...fallbacks] = secretKeys;
  if (fallbacks.length === 0)
    return findings.length > 0 ? findings : [{ verdict: 'ok', part, text: `decrypts ${plural(current, 'stored secret')}` }];
  if (former > 0) {
    const text = `${former} of ${plural(former + current, 'stored secret')} still need a fallback key. The bot renews them every ten minutes while it runs; keep CASEBRIDGE_SECRET_KEY_FALLBACKS until then`;
    return [...findings, { verdict: 'warn', part, text }];
  }
  const uses = await lastUses({ db }, fallbacks);
  for (const [index, usedAt] of uses.entries()) {
    const name = `fallback key ${index + 1}`;
    const links = usedAt
      ? `It was last the current key on ${isoDay(usedAt)}: without it, links in mails from before stop working (they expire by ${isoDay(usedAt, mailLinkDays)}), links to files in conversations (by ${isoDay(usedAt, conversationLinkDays)}), and links to unsubscribe`
      : 'It was never the current key here';
    findings.push({ verdict: 'ok', part, text: `nothing stored needs ${name}; it can go. ${links}` });
  }
  return findings;
}
