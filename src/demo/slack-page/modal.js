// Modals, drawn here instead of by local-slack: there a button in one does nothing, and values that a form proposes are lost.
import { drawBlocks } from './blocks.js';
import { initialState, isEmpty } from './fields.js';
import { sendSearch } from './search.js';
import { send, sendViewAction } from './socket.js';

/** @import { Action, Element, InputState, Values, View } from './types.js' */

/** @type {View | null} */
let shown = null;
/** What was typed, by `block_id action_id`. @type {Map<string, InputState>} */
const typed = new Map();
/** @type {HTMLDialogElement | null} */
let dialog = null;

/** Shows the top of the stack, or closes the modal. @param {View[]} stack */
export function showViews(stack) {
  const view = stack.at(-1) ?? null;
  // an update keeps what was typed, as in Slack; a newly opened view is its own root
  if (!view || !shown || view.root_view_id === view.id) typed.clear();
  shown = view;
  if (view) draw(view);
  else close();
}

/** Shows mistakes below their fields. @param {Record<string, string>} errors by block id */
export function setErrors(errors) {
  dialog?.classList.remove('cb-busy');
  dialog?.querySelectorAll('.modal-error').forEach((old) => old.remove());
  for (const [blockId, text] of Object.entries(errors)) {
    const error = Object.assign(document.createElement('div'), { className: 'modal-error', role: 'alert', textContent: text });
    dialog?.querySelector(`[data-block="${CSS.escape(blockId)}"]`)?.append(error);
  }
  dialog?.querySelector('.modal-error')?.scrollIntoView({ block: 'center' });
}

/** @param {View} view */
function draw(view) {
  const focused = document.activeElement?.id;
  const scrolled = dialog?.querySelector('.modal-body')?.scrollTop ?? 0;
  const isNew = !dialog;
  dialog ??= createDialog();
  dialog.classList.remove('cb-busy');
  const head = div('modal-head', div('modal-title', view.title?.text ?? ''), button('✕', 'modal-x', cancel, 'Close'));
  const body = div('modal-body', drawBlocks(view.blocks, { stateOf, change, act, search }));
  const foot = div('modal-foot');
  if (view.close) foot.append(button(view.close.text, 'modal-btn', cancel));
  if (view.submit) foot.append(button(view.submit.text, 'modal-btn primary', submit));
  dialog.setAttribute('aria-label', view.title?.text ?? '');
  dialog.replaceChildren(head, body, foot);
  if (isNew) dialog.showModal();
  body.scrollTop = scrolled;
  if (focused) document.getElementById(focused)?.focus();
}

function createDialog() {
  const created = Object.assign(document.createElement('dialog'), { className: 'modal' });
  created.addEventListener('cancel', (event) => {
    event.preventDefault();
    cancel();
  });
  document.body.append(created);
  return created;
}

function close() {
  dialog?.remove();
  dialog = null;
}

function cancel() {
  send({ t: 'view_close' });
}

function submit() {
  if (!shown) return;
  const missing = inputs(shown).filter(
    ({ block, element }) => !block.optional && isEmpty(stateOf(block.block_id ?? '', element)),
  );
  if (missing.length > 0) {
    setErrors(Object.fromEntries(missing.map(({ block }) => [block.block_id ?? '', 'Please complete this required field.'])));
    return;
  }
  setErrors({});
  dialog?.classList.add('cb-busy');
  send({ t: 'view_submit', values: values(shown) });
}

/** @param {Action} action */
function act(action) {
  if (shown) sendViewAction(shown, values(shown), action);
}

/** @param {string} blockId @param {Element} element @param {string} text */
async function search(blockId, element, text) {
  return shown ? sendSearch(shown, blockId, element.action_id, text) : [];
}

/** @param {View} view */
function inputs(view) {
  return view.blocks.flatMap((block) => (block.type === 'input' && block.element ? [{ block, element: block.element }] : []));
}

/** @param {View} view @returns {Values} every input, as Slack sends them */
function values(view) {
  return Object.fromEntries(
    inputs(view).map(({ block, element }) => [
      block.block_id ?? '',
      { [element.action_id]: stateOf(block.block_id ?? '', element) },
    ]),
  );
}

/** @param {string} blockId @param {Element} element @returns {InputState} */
function stateOf(blockId, element) {
  return typed.get(`${blockId} ${element.action_id}`) ?? initialState(element);
}

/** @param {string} blockId @param {Element} element @param {InputState} state @param {boolean} tells whether the bot hears of it */
function change(blockId, element, state, tells) {
  typed.set(`${blockId} ${element.action_id}`, state);
  if (tells) act({ ...state, block_id: blockId, action_id: element.action_id, value: undefined });
}

/** @param {string} className @param {(Node | string)[]} content */
function div(className, ...content) {
  const element = Object.assign(document.createElement('div'), { className });
  element.append(...content);
  return element;
}

/** @param {string} text @param {string} className @param {() => void} press @param {string} [label] for screen readers */
function button(text, className, press, label) {
  const element = Object.assign(document.createElement('button'), { type: 'button', className, textContent: text });
  if (label) element.setAttribute('aria-label', label);
  element.addEventListener('click', press);
  return element;
}
