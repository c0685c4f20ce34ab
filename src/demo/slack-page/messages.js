// What local-slack's messages lack: editing and deleting one's own replies in a thread, shortcuts, and lists that offer the same entry twice.
import { send, sendShortcut } from './socket.js';
import { currentPerson, findMessage } from './workspace.js';

/** Adds the buttons to messages that were drawn. @param {Element} root */
export function addMessageButtons(root) {
  const messages = root.matches('.msg') ? [root] : root.querySelectorAll('.msg');
  for (const message of messages) if (message instanceof HTMLElement) addTo(message);
}

/** @param {HTMLElement} message */
function addTo(message) {
  const ts = message.dataset.ts ?? '';
  if (message.querySelector('.cb-shortcut') || !findMessage(ts)) return;
  let bar = message.querySelector('.msg-hover-actions');
  if (!bar) {
    bar = Object.assign(document.createElement('div'), { className: 'msg-hover-actions' });
    message.append(bar);
    if (findMessage(ts)?.user === currentPerson()) {
      bar.append(hoverButton('✏️', 'Edit message', () => edit(ts)));
      bar.append(hoverButton('🗑️', 'Delete message', () => send({ t: 'delete_message', channel: findMessage(ts)?.channel, ts })));
    }
  }
  const shortcut = hoverButton('⚡', 'Open a case from this message', () => sendShortcut('open_case_from_message', ts));
  shortcut.classList.add('cb-shortcut');
  bar.append(shortcut);
}

/** @param {string} ts */
function edit(ts) {
  const dialog = Object.assign(document.createElement('dialog'), { className: 'modal' });
  const box = Object.assign(document.createElement('textarea'), { className: 'bk-plain-input', rows: 4 });
  box.value = findMessage(ts)?.text ?? '';
  box.setAttribute('aria-label', 'Edit message');
  const close = () => dialog.remove();
  const save = () => {
    send({ t: 'edit_message', channel: findMessage(ts)?.channel, ts, text: box.value.trim() });
    close();
  };
  const body = Object.assign(document.createElement('div'), { className: 'modal-body' });
  body.append(box);
  const foot = Object.assign(document.createElement('div'), { className: 'modal-foot' });
  foot.append(plainButton('Cancel', 'modal-btn', close), plainButton('Save', 'modal-btn primary', save));
  dialog.append(body, foot);
  dialog.addEventListener('close', close);
  document.body.append(dialog);
  dialog.showModal();
}

/** Adds the workspace's shortcut to the bar at the top. */
export function addGlobalShortcut() {
  const bar = document.querySelector('.topbar-right');
  if (!bar || bar.querySelector('.cb-global-shortcut')) return;
  const button = plainButton('⚡ Open a case', 'inspector-toggle cb-global-shortcut', () => sendShortcut('open_case'));
  button.setAttribute('aria-label', 'Shortcut: Open a case');
  bar.prepend(button);
}

/** Hides the bot's second entry in a list of people to mention: its stand-in of direct conversations. @param {Element} root */
export function hideRepeats(root) {
  const texts = new Set();
  for (const option of root.querySelectorAll('.mention-option')) {
    if (option instanceof HTMLElement) option.hidden = texts.has(option.textContent);
    texts.add(option.textContent);
  }
}

/** Resets a list after a choice, so that the same entry can be chosen again. @param {Event} event */
export function resetList({ target }) {
  if (target instanceof HTMLSelectElement && target.closest('.msg, .home')) setTimeout(() => (target.value = ''), 0);
}

/** @param {string} sign @param {string} title @param {() => void} press */
function hoverButton(sign, title, press) {
  const button = plainButton(sign, 'msg-hover-btn', press);
  button.title = title;
  button.setAttribute('aria-label', title);
  return button;
}

/** @param {string} text @param {string} className @param {() => void} press */
function plainButton(text, className, press) {
  const button = Object.assign(document.createElement('button'), { type: 'button', className, textContent: text });
  button.addEventListener('click', press);
  return button;
}
