// Offers a form that could not open in time as a message with a button: some platforms open a form only within seconds of a command or
// click. Nothing of the interaction was carried out, so the button starts it again.
import type { Button, Card } from '../cards/elements.ts';
import { saveDraft } from '../usecases/cases/drafts.ts';
import type { Services } from '../usecases/context.ts';
import { resolveActor } from '../usecases/people/resolve-actor.ts';
import { actions } from './actions.ts';
import type { Interaction } from './interaction.ts';
import { commands } from './registry.ts';
import { truncate } from '../cards/visible-text.ts';
import { offer, textCard } from './replies.ts';

/** Renders the message that offers the form of an interaction again. */
export async function formOffer(services: Services, interaction: Interaction): Promise<Card> {
  const text = "The form couldn't open in time. Nothing was changed.";
  const button = await buttonFor(services, interaction);
  return button ? offer([text], [button], text).card : textCard(`${text} Please try again.`);
}

async function buttonFor(services: Services, interaction: Interaction): Promise<Button | null> {
  switch (interaction.kind) {
    case 'command':
      return actions.say.button(truncate(interaction.text, maxCarried), labelOf(interaction.text), 'primary');
    case 'action': {
      const { action, value } = interaction;
      const isNested = action === actions.say.name || action === actions.more.name;
      return { kind: 'button', label: labelOf(isNested ? value : action), action, value, style: 'primary' };
    }
    case 'from-message': {
      const { person } = await resolveActor(services, interaction.speaker);
      if (!person) return null;
      const { text, link, files = [], speaker } = interaction;
      const sent = { platform: speaker.platform, workspaceId: speaker.workspaceId, files };
      return actions.open.button(await saveDraft(services, person, { text, link, files: sent }), labelOf('open'), 'primary');
    }
    default:
      return null;
  }
}

/** Longest command that a button can carry. */
const maxCarried = 2000;

/** Names the button after the form of a command or action. */
function labelOf(text: string): string {
  const name = text.trim().split(/\s+/)[0]?.toLowerCase();
  return commands.find((command) => command.name === name)?.formButton ?? 'Open the form';
}
