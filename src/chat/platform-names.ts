/** The names of the platforms, of mail and of webhooks, as people read them. */
export const platformNames = { slack: 'Slack', teams: 'Teams', mail: 'Email', webhook: 'Webhook' } as const;
