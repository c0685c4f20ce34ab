import type { Card } from '../cards/elements.ts';

/** Renders the greeting for a conversation that the bot was added to: what the bot is for, and the first steps. */
export function welcomeCard(brand: string): Card {
  const summary = `${brand} is here`;
  return {
    summary,
    elements: [
      { kind: 'heading', text: summary },
      {
        kind: 'text',
        text: [
          'Open a case, follow it and answer it here, without leaving this chat. Mention me with “help” to see what you can say.',
        ],
      },
      {
        kind: 'actions',
        actions: [
          { kind: 'button', label: 'Open a case', action: 'open', value: '', style: 'primary' },
          { kind: 'button', label: 'Help', action: 'help', value: '' },
        ],
      },
    ],
  };
}
