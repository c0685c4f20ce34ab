// Wires mail for main.ts: it is loaded only when it is configured.
import { createMailLinks } from './chat/mail-links.ts';
import type { Config } from './config/index.ts';
import { maxMailBytes } from './domain/files.ts';
import type { Mail } from './mail/index.ts';
import type { FileStore, Log } from './ports.ts';
import type { Services } from './usecases/context.ts';
import { mailReaders } from './usecases/mail/mail-desk.ts';

/** Creates mail. @returns null when it is off */
export async function loadMail(services: Services, config: Config, store: FileStore, log: Log): Promise<Mail | null> {
  if (!config.mail) return null;
  const { createMail } = await import('./mail/index.ts');
  const { publicUrl, secretKeys, settings, inbound } = config;
  return createMail({
    ...{ config: config.mail, inbound, publicUrl, secretKeys, settings },
    files: { open: (checksum) => store.open(checksum), maxBytes: maxMailBytes(settings.attachments) },
    mailLinks: createMailLinks(services),
    ...mailReaders(services),
    ...{ clock: services.clock, log },
  });
}
