// Makes the form for adding files upload each file at once: by choosing, dropping or pasting, with progress, and with a way to cancel. What was
// uploaded is named by hidden fields, and the form itself is sent by the browser, as it is without this script.

/**
 * @typedef {object} Item one file of the list
 * @property {string} name
 * @property {number} size bytes
 * @property {File | null} file null: uploaded earlier
 * @property {'waiting' | 'sending' | 'arrived' | 'failed'} state
 * @property {boolean} canRetry
 * @property {number | null} id of the stored file
 * @property {XMLHttpRequest | null} request
 * @property {HTMLLIElement} row
 * @property {HTMLElement} title
 * @property {HTMLElement} note
 * @property {HTMLProgressElement} progress
 * @property {HTMLButtonElement} act
 * @property {HTMLButtonElement} retry
 */

const form = /** @type {HTMLFormElement} */ (document.getElementById('upload'));
const list = /** @type {HTMLUListElement} */ (document.getElementById('list'));
const drop = /** @type {HTMLElement} */ (document.getElementById('drop'));
const status = /** @type {HTMLElement} */ (document.getElementById('status'));
const send = /** @type {HTMLButtonElement} */ (document.getElementById('send'));
const text = /** @type {HTMLTextAreaElement} */ (document.getElementById('text'));
const choosers = /** @type {HTMLInputElement[]} */ ([document.getElementById('files'), document.getElementById('photo')]);
const maxFiles = Number(form.dataset.maxFiles);
const maxBytes = Number(form.dataset.maxBytes);
const uploadsAtOnce = 2;

/** @type {Item[]} */
let items = [];
let isSendChosen = false;
let isLeaving = false;
let pasted = 0;

document.documentElement.classList.add('js');
for (const row of /** @type {HTMLLIElement[]} */ ([...list.children])) {
  const { id, name = '', size } = row.dataset;
  const item = addItem(name, Number(size), null, row);
  item.id = Number(id);
  settle(item, 'arrived', 'Uploaded');
}

for (const chooser of choosers)
  chooser.addEventListener('change', () => {
    add([...(chooser.files ?? [])]);
    // the files were taken: they must not be sent again with the form, and the same file may be chosen again
    chooser.value = '';
  });

/** @param {DataTransfer | null} data */
const hasFiles = (data) => data !== null && [...data.types].includes('Files');

let depth = 0;
document.addEventListener('dragenter', (event) => {
  if (hasFiles(event.dataTransfer)) drop.classList.toggle('over', ++depth > 0);
});
document.addEventListener('dragleave', (event) => {
  if (hasFiles(event.dataTransfer)) drop.classList.toggle('over', --depth > 0);
});
// beside the drop zone, too: otherwise the browser leaves the page to show the file
document.addEventListener('dragover', (event) => {
  if (hasFiles(event.dataTransfer)) event.preventDefault();
});
document.addEventListener('drop', (event) => {
  if (!hasFiles(event.dataTransfer)) return;
  event.preventDefault();
  depth = 0;
  drop.classList.remove('over');
  add([...(event.dataTransfer?.files ?? [])]);
});

document.addEventListener('paste', (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  // text that comes with a picture, as from a spreadsheet, is meant for the message
  if (files.length === 0 || event.clipboardData?.types.includes('text/plain')) return;
  event.preventDefault();
  add(
    files.map((file) =>
      file.name === 'image.png' ? new File([file], `pasted-image-${++pasted}.png`, { type: file.type }) : file,
    ),
  );
});

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (isLeaving) return;
  isSendChosen = true;
  sendWhenReady();
});

window.addEventListener('beforeunload', (event) => {
  if (!isLeaving && (items.some(isBusy) || items.some(({ file, state }) => file && state === 'arrived'))) event.preventDefault();
});
// back from the page that said what was sent: that was sent
window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});

/** @param {File[]} files */
function add(files) {
  const left = maxFiles - items.filter(({ state }) => state !== 'failed').length;
  for (const [index, file] of files.entries()) {
    const item = addItem(file.name, file.size, file);
    if (index >= left) settle(item, 'failed', `Not added: the limit is ${maxFiles === 1 ? '1 file' : `${maxFiles} files`}.`);
    else if (file.size > maxBytes) settle(item, 'failed', `Not added: the limit is ${formatSize(maxBytes)} per file.`);
    else if (file.size === 0) settle(item, 'failed', 'Not added: the file is empty.');
  }
  isSendChosen = false;
  uploadNext();
  sayProgress();
}

/**
 * @param {string} name
 * @param {number} size
 * @param {File | null} file
 * @param {HTMLLIElement} row
 * @returns {Item}
 */
function addItem(name, size, file, row = document.createElement('li')) {
  const picture = element('span', 'picture');
  picture.setAttribute('aria-hidden', 'true');
  if (file && /^image\/(png|jpeg|gif|webp)$/.test(file.type)) {
    const image = document.createElement('img');
    image.alt = '';
    image.src = URL.createObjectURL(file);
    image.addEventListener('load', () => URL.revokeObjectURL(image.src));
    picture.append(image);
  } else picture.textContent = /\.([a-z0-9]{1,4})$/i.exec(name)?.[1] ?? 'file';
  const title = element('span', 'name', name);
  const note = element('span', 'state');
  const progress = document.createElement('progress');
  progress.max = 100;
  progress.hidden = true;
  progress.setAttribute('aria-label', `Uploading ${name}`);
  const about = element('span', 'about');
  about.append(title, progress, note);
  const retry = button('Retry', `Retry ${name}`);
  const act = button('Remove', `Remove ${name}`);
  retry.hidden = true;
  row.replaceChildren(picture, about, retry, act);
  if (!row.isConnected) list.append(row);
  /** @type {Item} */
  const item = {
    name,
    size,
    file,
    state: 'waiting',
    canRetry: false,
    id: null,
    request: null,
    row,
    title,
    note,
    progress,
    act,
    retry,
  };
  items.push(item);
  act.addEventListener('click', () => remove(item));
  retry.addEventListener('click', () => {
    settle(item, 'waiting', 'Waiting');
    act.focus();
    uploadNext();
  });
  settle(item, 'waiting', 'Waiting');
  return item;
}

/**
 * @param {Item} item
 * @param {Item['state']} state
 * @param {string} note
 */
function settle(item, state, note) {
  item.state = state;
  item.row.className = state;
  item.note.textContent = `${formatSize(item.size)} · ${note}`;
  item.progress.hidden = state !== 'sending';
  item.retry.hidden = !(state === 'failed' && item.canRetry);
  const verb = isBusy(item) ? 'Cancel' : 'Remove';
  item.act.textContent = verb;
  item.act.setAttribute('aria-label', `${verb} ${item.name}`);
}

/**
 * The server cleans names, and tells two files of the same name apart.
 * @param {Item} item
 * @param {string} name
 */
function rename(item, name) {
  item.name = name;
  item.title.textContent = name;
}

/** @param {Item} item */
function isBusy(item) {
  return item.state === 'waiting' || item.state === 'sending';
}

function uploadNext() {
  const sending = items.filter(({ state }) => state === 'sending').length;
  for (const item of items.filter(({ state }) => state === 'waiting').slice(0, uploadsAtOnce - sending)) upload(item);
}

/** @param {Item} item */
function upload(item) {
  if (!item.file) return;
  const request = new XMLHttpRequest();
  const body = new FormData();
  body.append('files', item.file, item.name);
  item.request = request;
  item.canRetry = true;
  item.progress.value = 0;
  settle(item, 'sending', 'Uploading');
  request.upload.addEventListener('progress', ({ loaded, total }) => {
    const percent = total > 0 ? Math.floor((loaded / total) * 100) : 0;
    item.progress.value = percent;
    item.note.textContent = `${formatSize(item.size)} · ${percent < 100 ? `${percent}%` : 'Checking'}`;
  });
  request.addEventListener('load', () => {
    const answer = read(request);
    if (request.status === 200 && answer.file) {
      item.id = answer.file.id;
      item.size = answer.file.size;
      rename(item, answer.file.name);
      settle(item, 'arrived', 'Uploaded');
    } else {
      item.canRetry = request.status >= 500;
      settle(item, 'failed', answer.error ?? "Not added: the upload didn't work. Try again.");
    }
    finished(item);
  });
  request.addEventListener('error', () => {
    settle(item, 'failed', 'Not added: the connection was lost.');
    finished(item);
  });
  request.open('POST', `${location.pathname}${location.search}&step=stage`);
  request.send(body);
}

/**
 * @param {XMLHttpRequest} request
 * @returns {{ file?: { id: number, name: string, size: number }, error?: string }}
 */
function read(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return {};
  }
}

/** @param {Item} item */
function finished(item) {
  item.request = null;
  uploadNext();
  sayProgress();
  sendWhenReady();
}

function sayProgress() {
  const busy = items.filter(isBusy).length;
  /** @param {Item['state']} state */
  const count = (state) => items.filter((item) => item.state === state).length;
  const arrived = count('arrived');
  const failed = count('failed');
  const problem = failed === 0 ? '' : ` ${failed === 1 ? "1 file wasn't added" : `${failed} files weren't added`}: see the list.`;
  const progress =
    busy > 0
      ? `${arrived} of ${arrived + busy} uploaded.`
      : arrived === 0
        ? ''
        : arrived === 1
          ? '1 file is ready to send.'
          : `${arrived} files are ready to send.`;
  say(`${progress}${problem}`.trim(), failed > 0);
}

function sendWhenReady() {
  if (!isSendChosen) return;
  if (items.some(isBusy)) return say('Sending as soon as the uploads finish…');
  if (items.some(({ state }) => state === 'failed')) {
    isSendChosen = false;
    return say("Some files weren't added. Remove or retry them, then send.", true);
  }
  if (items.length === 0 && text.value.trim() === '') {
    isSendChosen = false;
    return say('Add a file or write a message first.', true);
  }
  for (const { id } of items) {
    const field = document.createElement('input');
    field.type = 'hidden';
    field.name = 'staged';
    field.value = String(id);
    form.append(field);
  }
  isLeaving = true;
  send.setAttribute('aria-disabled', 'true');
  say('Sending…');
  form.submit();
}

/** @param {Item} item */
function remove(item) {
  item.request?.abort();
  const position = items.indexOf(item);
  items = items.filter((one) => one !== item);
  item.row.remove();
  if (item.id !== null) {
    const body = new FormData();
    body.append('id', String(item.id));
    void fetch(`${location.pathname}${location.search}&step=remove`, { method: 'POST', body }).catch(() => undefined);
  }
  (items[position] ?? items[position - 1])?.act.focus();
  if (items.length === 0) choosers[0]?.focus();
  uploadNext();
  sayProgress();
  say(`${item.name} was removed. ${status.textContent}`, status.classList.contains('problem'));
  sendWhenReady();
}

/**
 * Tells the reader what happened, also those who listen to the page.
 * @param {string} message
 */
function say(message, isProblem = false) {
  status.textContent = message;
  status.classList.toggle('problem', isProblem);
}

/**
 * @param {'span'} tag
 * @param {string} className
 */
function element(tag, className, content = '') {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = content;
  return made;
}

/**
 * @param {string} label
 * @param {string} name
 */
function button(label, name) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'act';
  made.textContent = label;
  made.setAttribute('aria-label', name);
  return made;
}

/** Writes a size as the rest of the product does (src/cards/file-line.ts). @param {number} bytes */
function formatSize(bytes) {
  const power = bytes < 1024 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), 3);
  if (power === 0) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  const amount = bytes / 1024 ** power;
  return `${amount < 9.95 ? amount.toFixed(1).replace('.0', '') : Math.round(amount)} ${['', 'KB', 'MB', 'GB'][power]}`;
}
