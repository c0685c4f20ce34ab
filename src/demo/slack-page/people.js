// Who the page is shown to: a switch keeps each person's place, and a reload keeps the person.
import { switchTo } from './socket.js';
import { currentPerson, firstChannel } from './workspace.js';

const stored = 'casebridge-person';

/** The conversation each person had open. @type {Map<string, string>} */
const places = new Map();
let started = false;

/** Shows the page to the person chosen at “Act as”. @param {Event} event */
export function followPerson({ target }) {
  if (!(target instanceof HTMLSelectElement) || !target.closest('.actas') || target.value === currentPerson()) return;
  places.set(currentPerson(), document.querySelector('.sidebar-item.active')?.textContent ?? '');
  sessionStorage.setItem(stored, target.value);
  switchTo(target.value);
  setTimeout(() => openPlace(places.get(target.value)), 0);
}

/** Chooses the person of before a reload, once the page is drawn. */
export function chooseStart() {
  const select = document.querySelector('.actas select');
  if (started || !(select instanceof HTMLSelectElement) || select.options.length === 0) return;
  started = true;
  const user = sessionStorage.getItem(stored);
  if (!user || user === select.value) return;
  // React listens to the setter of its own element; this is the browser's
  Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value')?.set?.call(select, user);
  select.dispatchEvent(new Event('change', { bubbles: true }));
}

/** @param {string | undefined} name as the sidebar shows it; absent: the person's first channel */
function openPlace(name) {
  const items = [...document.querySelectorAll('.sidebar-item')];
  const item =
    items.find(({ textContent }) => textContent === name) ??
    items.find(({ textContent }) => textContent?.endsWith(firstChannel()));
  if (item instanceof HTMLElement) item.click();
}
