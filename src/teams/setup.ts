import type { WorkspaceSetup } from '../ports.ts';
import type { Registrations } from './transport/registrations.ts';

/** Says how the bot gets into a customer's tenant, each of which needs a registration of its own. @param publicUrl without a slash at the end */
export function createSetup(registrations: Registrations, publicUrl: string | null): WorkspaceSetup {
  const endpoint = `${publicUrl ?? 'https://<our address>'}/api/messages`;
  const steps = [
    'In the [Azure portal](https://portal.azure.com), create an *Azure Bot* of type *Single Tenant*.',
    `In its *Configuration*, set the messaging endpoint to \`${endpoint}\`. Under *Channels*, add *Microsoft Teams*.`,
    'Under *Certificates & secrets* of its app registration, create a client secret.',
    'Send us the application (client) ID and the directory (tenant) ID. Give us the *value* of the secret in a way your organization allows for passwords, not by email or chat.',
    'We send you an app package. Upload it: *Teams admin center → Teams apps → Manage apps → Upload new app*.',
    'Add the app to the team whose channel should get notices of incidents and maintenance, and mention it there with `channels`.',
    'Everybody who opens cases adds the app and writes `help` to it once.',
  ];
  return {
    isConnected: async (tenantId) => (await registrations.ofTenant(tenantId)) !== null,
    instructions: (brand) =>
      [
        `To use ${brand} in Microsoft Teams, an administrator of your tenant does this once:`,
        '',
        ...steps.map((step, i) => `${i + 1}. ${step}`),
      ].join('\n'),
    operatorSteps: [
      'With the two IDs and the secret, our operator runs:',
      '',
      '- `npx casebridge teams add --tenant <tenant ID> --app-id <client ID> --name <account> < client-secret.txt`',
      '- `npm run pack:teams -- --app-id <client ID> --url <our address>`, and sends them `casebridge-teams.zip`',
    ].join('\n'),
  };
}
