import type { Installations, WorkspaceSetup } from '../ports.ts';

/**
 * Says how the bot gets into a customer's workspace.
 * @param url where administrators install the app; null where the token of the one workspace is configured, or without a public address
 * @param hasToken whether the token of the one workspace is configured
 */
export function createSetup(installations: Installations, url: string | null, hasToken: boolean): WorkspaceSetup {
  const install =
    url === null
      ? ['Ask us to make the app available in your workspace.']
      : [`Open ${url} and sign in to your Slack workspace.`, 'Check the permissions, and choose *Allow*.'];
  const steps = [
    ...install,
    'Add the app to the channel in which your people should read about incidents and maintenance: type `/invite` there.',
    'Type `/case channels` in that channel and turn notices on.',
    'Everybody who opens cases types `/case help` once.',
  ];
  return {
    isConnected: async (workspaceId) => hasToken || (await installations.find('slack', workspaceId)) !== null,
    instructions: (brand) =>
      [
        `To use ${brand} in Slack, a workspace administrator does this once:`,
        '',
        ...steps.map((step, i) => `${i + 1}. ${step}`),
      ].join('\n'),
    operatorSteps: null,
  };
}
