import type { Config } from '../../config/index.ts';
import { checkMailbox, checkSmtpPort } from '../../mail/in/check-inbound.ts';
import type { Finding } from './finding.ts';

/** Says whether emails that people send can be received: the mailbox, our own SMTP server, and what proves their senders. */
export async function checkInbound({ inbound }: Pick<Config, 'inbound'>): Promise<Finding[]> {
  if (!inbound) return [];
  const { imap, smtp, address } = inbound;
  const findings: Finding[] = [];
  if (imap) {
    const reads = `${imap.name} can be read; emails to ${address}`;
    findings.push(
      await finding(
        'Mailbox',
        checkMailbox(imap).then(() => reads),
      ),
    );
  }
  // port 0 is any free one
  if (smtp && smtp.port !== 0) {
    const says = { answers: 'answers', free: 'is free; start the bot to receive emails' };
    const asked = checkSmtpPort(smtp).then((state) => `port ${smtp.port} ${says[state]}; emails to ${address}`);
    findings.push(await finding('SMTP listener', asked));
  }
  return findings;
}

async function finding(part: string, check: Promise<string>): Promise<Finding> {
  try {
    return { verdict: 'ok', part, text: await check };
  } catch (error) {
    return { verdict: 'fail', part, text: error instanceof Error ? error.message : String(error) };
  }
}
