// The button that opens the list of conversations on a small screen (phone.css).

const opened = 'cb-menu-open';

/** Adds the button to the bar at the top. */
export function addMenuButton() {
  const bar = document.querySelector('.topbar');
  if (!bar || bar.querySelector('.cb-menu')) return;
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'cb-menu', textContent: '☰' });
  button.setAttribute('aria-label', 'Conversations');
  bar.prepend(button);
}

/** Opens the list with its button, and closes it with a choice or a click beside it. @param {Event} event */
export function toggleMenu({ target }) {
  if (!(target instanceof Element)) return;
  const { classList } = document.documentElement;
  if (target.closest('.cb-menu')) classList.toggle(opened);
  else if (!target.closest('.sidebar') || target.closest('.sidebar-item, .search-result')) classList.remove(opened);
}
