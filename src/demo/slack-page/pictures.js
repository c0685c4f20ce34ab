// The pictures of people beside their messages, which local-slack leaves out. A bridged message has the picture of its author, as Slack shows
// it for `icon_url`.
import { botIsShownAs, userNamed } from './workspace.js';

/** Shows the pictures of messages that were drawn. @param {Element} root */
export function showPictures(root) {
  const message = root.closest('.msg');
  for (const one of message ? [message] : root.querySelectorAll('.msg')) showPicture(one);
}

/** @param {Element} message */
function showPicture(message) {
  const avatar = message.querySelector('.msg-avatar');
  if (!(avatar instanceof HTMLElement)) return;
  const name = message.querySelector('.msg-name')?.textContent ?? '';
  const picture = name === botIsShownAs() ? 'casebridge' : userNamed(name);
  const image = picture ? `url("/casebridge/pictures/${picture}.svg")` : '';
  if (avatar.style.backgroundImage === image) return;
  avatar.style.backgroundImage = image;
  avatar.classList.toggle('cb-picture', picture !== undefined);
}
