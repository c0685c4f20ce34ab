// Finds the person behind an interaction, and makes the context in which a capability works for them.
import type { SentFiles } from '../usecases/files/accept-files.ts';
import { resolveActor, type StoredActor } from '../usecases/people/resolve-actor.ts';
import type { Services } from '../usecases/context.ts';
import { runAs } from '../usecases/scope.ts';
import type { Context } from './capability.ts';
import { namingLeads } from './error-reply.ts';
import { channelOf, type Ignored, type Interaction, type Reply } from './interaction.ts';
import { strangerReply } from './unknown-user.ts';

/**
 * Runs something for the person behind an interaction. A stranger learns how to be recognized instead.
 * @param stored what was just read of them
 * @throws CaseError what `run` throws; an advisor's refusal names the leads to ask
 */
export async function forPerson(
  services: Services,
  newId: () => string,
  interaction: Interaction,
  run: (context: Context) => Promise<Reply | Ignored>,
  stored?: StoredActor,
): Promise<Reply | Ignored> {
  const actor = await resolveActor(services, interaction.speaker, stored);
  if (!actor.person) return strangerReply(services, actor, interaction);
  const { speaker, idempotencyKey } = interaction;
  const place = 'place' in interaction ? interaction.place : undefined;
  const request = { idempotencyKey, fingerprint: interaction.fingerprint, platform: speaker.platform };
  const typedAs =
    place && interaction.kind !== 'reaction' && 'ref' in interaction && interaction.ref
      ? { ...channelOf(speaker, place), messageId: interaction.ref }
      : undefined;
  const context: Context = {
    services,
    person: actor.person,
    actor,
    speaker,
    newId,
    request,
    place,
    typedAs,
    toMarkdown: interaction.toMarkdown,
    files: sentFiles(interaction),
  };
  try {
    return await runAs(actor.person, () => run(context));
  } catch (error) {
    throw await namingLeads(context, error);
  }
}

function sentFiles(interaction: Interaction): SentFiles | undefined {
  if (!('files' in interaction) || interaction.files === undefined || interaction.files.length === 0) return undefined;
  const { platform, workspaceId } = interaction.speaker;
  return { platform, workspaceId, files: interaction.files };
}
