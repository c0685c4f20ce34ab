// Handles `watch CB-123` and `unwatch CB-123` with their buttons: an advisor follows a case of a colleague in their direct messages. Contacts
// have notification recipients instead (chat/recipients).
import { formatCaseNumber } from '../../domain/case-number.ts';
import { unwatchCase, watchCase } from '../../usecases/cases/watch-case.ts';
import { actions } from '../actions.ts';
import { advisorsOnly, asAdvisor, speakerOf, type Capability, type Context } from '../capability.ts';
import { caseAndText, defineCommand } from '../define-command.ts';
import { reply } from '../replies.ts';
import { changed } from './view.ts';

/** Watches a case, and stops watching it. */
export const watch: Capability = {
  commands: [
    defineCommand({
      name: 'watch',
      usage: 'CB-123',
      description: 'get everything that happens on a case in your direct messages',
      topic: 'notifications',
      example: 'watch CB-123',
      availableTo: advisorsOnly,
      args: caseAndText,
      run: async (context, { number }) => reply(await start(context, number)),
    }),
    defineCommand({
      name: 'unwatch',
      usage: 'CB-123',
      description: 'stop watching a case',
      topic: 'notifications',
      example: 'unwatch CB-123',
      availableTo: advisorsOnly,
      args: caseAndText,
      run: async (context, { number }) => reply(await stop(context, number)),
    }),
  ],
  actions: [
    actions.watch.handle({ run: async (context, number) => changed(context, number, await start(context, number)) }),
    actions.unwatch.handle({ run: async (context, number) => changed(context, number, await stop(context, number)) }),
  ],
};

async function start(context: Context, number: number): Promise<string> {
  const advisor = asAdvisor(context);
  const { platform, workspaceId } = speakerOf(context);
  const direct = { platform, workspaceId, channelId: context.actor.directChannel };
  await watchCase(context.services, advisor, { number, direct }, context.request);
  return `You watch ${formatCaseNumber(number)}. It's in your direct messages, and so is everything that happens on it.`;
}

async function stop(context: Context, number: number): Promise<string> {
  await unwatchCase(context.services, asAdvisor(context), number, context.request);
  return `You no longer watch ${formatCaseNumber(number)}.`;
}
