// Where webhooks may be sent to.
import { z } from 'zod';

/** How webhooks are sent. */
export interface WebhooksConfig {
  /** hosts, or hosts with a port, that may be called without TLS and at private addresses */
  allowedHosts: readonly string[];
}

const host = z.string().regex(/^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/);

/** Checks on the variables. */
export const webhooksVariables = {
  WEBHOOK_ALLOWED_HOSTS: z
    .string()
    .transform((text) => text.split(',').map((one) => one.trim().toLowerCase()))
    .pipe(z.array(host))
    .optional(),
};

/** What each variable must be. */
export const webhooksRequirement: Record<keyof typeof webhooksVariables, string> = {
  WEBHOOK_ALLOWED_HOSTS:
    'must be hosts separated by commas, each with its port if only that is meant, such as crm.internal,10.0.0.7:8080',
};

/** Reads how webhooks are sent. */
export function readWebhooks({ WEBHOOK_ALLOWED_HOSTS: allowedHosts = [] }: { WEBHOOK_ALLOWED_HOSTS?: string[] }): WebhooksConfig {
  return { allowedHosts };
}
