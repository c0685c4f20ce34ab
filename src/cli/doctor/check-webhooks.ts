import { plural } from '../../domain/text/numbers.ts';
import { webhookFailureClause } from '../../domain/webhook-failure.ts';
import type { Config } from '../../config/index.ts';
import type { Database } from '../../db/client.ts';
import { readEndpoints, type ListedEndpoint } from '../../usecases/webhooks/list-endpoints.ts';
import type { Finding } from './finding.ts';

/** Finds webhook endpoints that get nothing, that fail, and that no event of a case can reach. */
export async function checkWebhooks(config: Config, db: Database): Promise<Finding[]> {
  return (await readEndpoints({ db, clock: { now: () => new Date() } })).map((endpoint) => findingOf(endpoint, config));
}

function findingOf(endpoint: ListedEndpoint, { secretKeys, settings }: Config): Finding {
  const { name, state, waiting, dead, failure, modules } = endpoint;
  const part = 'Webhooks';
  const about = `${name}: `;
  if (!secretKeys) return { verdict: 'fail', part, text: `${about}nothing can be signed. Set CASEBRIDGE_SECRET_KEY` };
  if (state === 'gone')
    return {
      verdict: 'fail',
      part,
      text: `${about}it answered 410 Gone. ${plural(waiting, 'event')} kept. Run: npx casebridge webhooks resume, or remove it`,
    };
  if (dead > 0)
    return {
      verdict: 'fail',
      part,
      text: `${about}${plural(dead, 'event')} given up${failure ? `: ${webhookFailureClause(failure.code)}` : ''}. Fix the endpoint, then run: npx casebridge webhooks replay`,
    };
  if (failure)
    return { verdict: 'fail', part, text: `${about}${webhookFailureClause(failure.code)}; ${plural(waiting, 'event')} waiting` };
  if (state === 'paused') return { verdict: 'warn', part, text: `${about}paused; ${plural(waiting, 'event')} kept` };
  const gone = modules.filter((module) => !settings.modules.includes(module));
  if (gone.length > 0 && gone.length === modules.length)
    return {
      verdict: 'warn',
      part,
      text: `${about}none of its modules is configured any longer, so no event of a case reaches it`,
    };
  return { verdict: 'ok', part, text: `${about}working` };
}
