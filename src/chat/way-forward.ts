// The button below an error that leads to where people can go on. Errors name no command to type: a command needs a slash or a mention in a
// channel, and none in a direct message, but a button is right everywhere.
import type { Button } from '../cards/elements.ts';
import type { CaseError } from '../domain/case-error.ts';
import { actions } from './actions.ts';

const allCases = actions.search.button('', 'All cases');
const yourViews = actions.views.button(undefined, 'Your views');
const allNotices = actions.notices.button(1, 'View all notices');
const whatYouCanDo = actions.help.button(undefined, 'See what you can do');

/** The button by error code. */
const buttons: ReadonlyMap<string, Button> = new Map([
  ['unknown-case', allCases],
  ['no-number', allCases],
  ['unknown-view', yourViews],
  ['too-many-views', yourViews],
  ['unknown-notice', allNotices],
  ['unknown-cluster', allNotices],
  ['cluster-decided', allNotices],
  ['unknown-release', actions.releases.button(1, 'All releases')],
  ['unknown-answer', actions.answers.button({ page: 1, text: '' }, 'Canned answers')],
  ['unknown-person', actions.people.button({ page: 1, text: '' }, 'All people')],
  ['notice-over', actions.open.button(undefined, 'Open a case')],
  ['not-allowed', whatYouCanDo],
  ['not-your-command', actions.help.button(undefined, 'All commands')],
  ['old-button', whatYouCanDo],
]);

/** Returns the button that goes with an error, if it has one. */
export function wayForward({ code }: CaseError): Button[] {
  const button = buttons.get(code);
  return button ? [button] : [];
}
