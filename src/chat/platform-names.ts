/** The names of the platforms and of mail, as people read them. */
export const platformNames = { slack: 'Slack', teams: 'Teams', mail: 'Email' } as const;
