// What a search field offers: local-slack never asks, so the page asks the demo, which asks the bot as Slack would.
import { currentPerson } from './workspace.js';

/** @import { Option, View } from './types.js' */

/**
 * Asks for the options of a search field.
 * @param {View} view
 * @param {string} block_id
 * @param {string} action_id
 * @param {string} value what was typed
 * @returns {Promise<Option[]>}
 */
export async function sendSearch(view, block_id, action_id, value) {
  const body = JSON.stringify({ user: currentPerson(), view, block_id, action_id, value });
  const answer = await fetch('/casebridge/options', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (!answer.ok) return [];
  /** @type {{ options?: Option[] }} */
  const { options = [] } = await answer.json();
  return options;
}
