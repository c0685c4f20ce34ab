// The field for files in a modal: each file is uploaded as soon as it is chosen, as in Slack.

/** @import { Element, InputState, UploadedFile } from './types.js' */

/**
 * Draws the field.
 * @param {{ id: string, element: Element, state: InputState, change: (state: InputState) => void }} field
 */
export function filesField({ id, element, state, change }) {
  const place = Object.assign(document.createElement('div'), { className: 'cb-files' });
  const list = document.createElement('ul');
  const status = Object.assign(document.createElement('div'), { className: 'bk-hint', role: 'status' });
  const control = Object.assign(document.createElement('input'), {
    id,
    type: 'file',
    multiple: true,
    className: 'bk-plain-input',
  });
  const max = element.max_files ?? 10;
  let files = state.files ?? [];

  /** @param {UploadedFile[]} changed */
  const show = (changed) => {
    files = changed;
    list.replaceChildren(...files.map(item));
    change({ type: element.type, files });
  };
  /** @param {UploadedFile} file */
  const item = (file) => {
    const remove = Object.assign(document.createElement('button'), { type: 'button', textContent: '✕' });
    remove.setAttribute('aria-label', `Remove ${file.name}`);
    remove.addEventListener('click', () => show(files.filter((other) => other !== file)));
    const row = document.createElement('li');
    row.append(Object.assign(document.createElement('span'), { textContent: `📎 ${file.name}` }), remove);
    return row;
  };
  control.addEventListener('change', async () => {
    const chosen = [...(control.files ?? [])].slice(0, max - files.length);
    for (const file of chosen) {
      status.textContent = `Uploading ${file.name} …`;
      const response = await fetch(`/casebridge/files?name=${encodeURIComponent(file.name)}`, { method: 'POST', body: file });
      status.textContent = response.ok ? '' : `${file.name} could not be uploaded. Try again.`;
      if (response.ok) show([...files, await response.json()]);
    }
    control.value = '';
  });
  list.replaceChildren(...files.map(item));
  place.append(list, control, status);
  return place;
}
