// What the environment says of mail.
import { z } from 'zod';
import { missing, type Variables } from './error.ts';

export interface MailConfig {
  /** the SMTP server, with user and password where it asks for them; never logged */
  url: string;
  /** who the mails come from; no name: the support organisation's */
  from: { name: string | null; address: string };
}

const sender = /^(?:"?([^"<>]*?)"?\s*<([^<>\s]+@[^<>\s@]+)>|([^<>\s@]+@[^<>\s@]+))$/;

export const mailVariables = {
  SMTP_URL: z
    .string()
    .refine((text) => /^smtps?:\/\/[^/?#]/.test(text) && URL.canParse(text))
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(sender)
    .transform((text) => {
      const [, name, inBrackets, alone] = sender.exec(text) ?? [];
      return { name: name?.trim() || null, address: (inBrackets ?? alone ?? '').toLowerCase() };
    })
    .optional(),
};

export const mailRequirement: Record<keyof typeof mailVariables, string> = {
  SMTP_URL: 'must look like smtp://user:password@mail.example.com:587, or smtps://… where TLS begins at once',
  MAIL_FROM: 'must be an address such as cases@support.example, or Name <cases@support.example>',
};

type Values = z.output<z.ZodObject<typeof mailVariables>>;

/** @returns null: off. @throws ConfigError */
export function readMail({ SMTP_URL: url, MAIL_FROM: from }: Values): MailConfig | null {
  if (!url && !from) return null;
  if (!url) missing('SMTP_URL', `MAIL_FROM says that there is to be mail: it ${mailRequirement.SMTP_URL}`);
  if (!from) missing('MAIL_FROM', `mail needs a sender: it ${mailRequirement.MAIL_FROM}`);
  return { url, from };
}

/** What is worth knowing at the start. */
export function mailNotes(env: Variables, mail: MailConfig | null): string[] {
  if (!mail) return ['Mail is off: set SMTP_URL and MAIL_FROM (README, Mail)'];
  const lacking = ['CASEBRIDGE_SECRET_KEY', 'PUBLIC_URL'].filter((name) => !env[name]);
  return lacking.length > 0 ? [`Mails carry no buttons: their links need ${lacking.join(' and ')}`] : [];
}
