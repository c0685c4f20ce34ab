// The demo's additions to local-slack's page. They run before its own program.
import { addMenuButton, toggleMenu } from './menu.js';
import { addGlobalShortcut, addMessageButtons, hideRepeats, resetList } from './messages.js';
import { setErrors, showViews } from './modal.js';
import { chooseStart, followPerson } from './people.js';
import { showPictures } from './pictures.js';
import { redraw } from './redraw.js';
import { keepAtEndForImage } from './scroll.js';
import { wrapSocket } from './socket.js';
import { mendText } from './text.js';

wrapSocket({ showViews, setErrors });

/** @param {Node} root */
function mendTexts(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    // the page's own program is text as well
    if (!(node instanceof Text) || node.parentElement?.closest('script, style, dialog, .inspector')) continue;
    const mended = mendText(node.data);
    if (mended !== node.data) node.data = mended;
  }
}

const hint = matchMedia('(max-width: 700px)').matches ? '' : ' (try /case help)';

/** @param {Element} root */
function mendPlaceholders(root) {
  for (const box of root.querySelectorAll('textarea[placeholder*="try /echo hi"]'))
    box.setAttribute('placeholder', (box.getAttribute('placeholder') ?? '').replace(/ as .* — try .*/, hint));
}

new MutationObserver((changes) => {
  for (const { target, type } of changes) {
    const element = target instanceof Element ? target : target.parentElement;
    if (!element || element.closest('dialog, .inspector')) continue;
    mendPlaceholders(element.parentElement ?? element);
    if (type === 'attributes') continue;
    mendTexts(element); // a text that changes is the target itself, and a walk leaves out its root
    addMessageButtons(element);
    showPictures(element);
    redraw(element);
    addGlobalShortcut();
    addMenuButton();
    chooseStart();
    hideRepeats(element);
  }
}).observe(document, { childList: true, subtree: true, characterData: true, attributeFilter: ['placeholder'] });

document.addEventListener('change', resetList, true);
document.addEventListener('change', followPerson, true);
document.addEventListener('click', toggleMenu);
document.addEventListener('load', keepAtEndForImage, true);
