// A conversation that is read at its end stays there when its images have loaded or its tables are drawn.

/** How far from the end, in pixels, somebody still reads the end. */
const nearby = 80;

/** Keeps the end in view. @param {Element} grown what has just got its height */
export function keepAtEnd(grown) {
  const pane = grown.closest('.thread-body, .messages');
  if (!pane) return;
  const hidden = pane.scrollHeight - pane.clientHeight - pane.scrollTop;
  if (hidden <= grown.clientHeight + nearby) pane.scrollTop = pane.scrollHeight;
}

/** Does so for images. @param {Event} event */
export function keepAtEndForImage({ target }) {
  if (target instanceof HTMLImageElement) keepAtEnd(target);
}
