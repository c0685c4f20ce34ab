/** The OAuth scopes the bot needs; the README gives the reason for each. `manifests/slack.json` lists the same. */
export const scopes = [
  'app_mentions:read',
  'channels:history',
  'chat:write',
  'chat:write.customize',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'im:history',
  'im:write',
  'pins:write',
  'reactions:read',
  'users:read',
  'users:read.email',
];
