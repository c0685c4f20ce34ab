// Refuses what Slack refuses: every message and view is held against the limits table (docs.slack.dev/reference/block-kit/blocks).
import { limits } from './limits.ts';
import { ApiError, Misshapen, refuse } from './api-error.ts';
import { checkElement } from './block-elements.ts';
import { checkRichTextBlock } from './rich-text.ts';
import type { Block } from './state.ts';
import { checkList, checkShape, checkString, checkText, checkUnique, type Json } from './text-object.ts';

type Surface = 'message' | 'view';

/** @throws ApiError invalid_blocks with the place; msg_blocks_too_long */
export function checkBlocks(blocks: Block[] | undefined, surface: Surface): void {
  if (!blocks) return;
  asSlackSays('invalid_blocks', () => checkAll(blocks, surface, '/blocks'));
  if (surface === 'message' && JSON.stringify(blocks).length > limits.messageCharacters)
    throw new ApiError('msg_blocks_too_long');
}

/** @throws ApiError invalid_arguments with the place; view_too_large */
export function checkView(view: Json): void {
  asSlackSays('invalid_arguments', () => (view.type === 'home' ? checkHome(view) : checkModal(view)));
  if (Buffer.byteLength(JSON.stringify(view.blocks)) > limits.viewBytes) throw new ApiError('view_too_large');
}

function asSlackSays(code: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof Misshapen)) throw error;
    throw new ApiError(code, error.message, { errors: [error.message] });
  }
}

const ofEveryView = ['private_metadata', 'callback_id', 'external_id'];

function checkHome(view: Json): void {
  checkShape(view, ['type', 'blocks'], ofEveryView, '/view');
  checkAll(view.blocks, 'view', '/view/blocks');
}

function checkModal(view: Json): void {
  refuse(view.type !== 'modal', `unsupported type: ${String(view.type)}`, '/view/type');
  const optional = ['close', 'submit', 'clear_on_close', 'notify_on_close', 'submit_disabled', ...ofEveryView];
  checkShape(view, ['type', 'title', 'blocks'], optional, '/view');
  checkText(view.title, ['plain_text'], limits.viewTitle, '/view/title');
  for (const button of ['submit', 'close'])
    if (view[button] !== undefined) checkText(view[button], ['plain_text'], limits.viewSubmit, `/view/${button}`);
  const { private_metadata: metadata = '', callback_id: callback = '' } = view as Record<string, string | undefined>;
  refuse(
    metadata.length > limits.viewMetadata,
    `must be less than ${limits.viewMetadata + 1} characters`,
    '/view/private_metadata',
  );
  refuse(
    callback.length > limits.viewCallbackId,
    `must be less than ${limits.viewCallbackId + 1} characters`,
    '/view/callback_id',
  );
  checkAll(view.blocks, 'view', '/view/blocks');
  const asks = (view.blocks as Block[]).some((block) => block.type === 'input');
  refuse(asks && view.submit === undefined, 'missing required field: submit', '/view');
}

function checkAll(value: unknown, surface: Surface, at: string): void {
  if (!Array.isArray(value)) throw new Misshapen('must be an array', at);
  const most = surface === 'message' ? limits.messageBlocks : limits.viewBlocks;
  refuse(value.length > most, `no more than ${most} items allowed`, at);
  const blocks = value as Block[];
  blocks.forEach((block, index) => checkBlock(block, surface, `${at}/${index}`));
  refuse(blocks.filter(({ type }) => type === 'table').length > limits.messageTables, 'only_one_table_allowed', at);
  checkUnique(
    blocks.map((block) => block.block_id),
    'block_id',
    at,
  );
}

function checkBlock(block: Block, surface: Surface, at: string): void {
  refuse(typeof block !== 'object' || block === null, 'must be an object', at);
  const check = blockChecks[block.type];
  refuse(!check, `unsupported type: ${block.type}`, `${at}/type`);
  const elsewhere = surface === 'message' ? 'input' : 'table';
  refuse(block.type === elsewhere, `unsupported type: ${elsewhere}`, `${at}/type`);
  if (block.block_id !== undefined) checkString(block.block_id, limits.blockId, `${at}/block_id`);
  check?.(block, at);
}

/** (docs.slack.dev/reference/block-kit/blocks/table-block) */
function checkTable(block: Block, at: string): void {
  checkShape(block, ['type', 'rows'], ['block_id', 'column_settings'], at);
  const rows = checkList(block.rows, limits.tableRows, `${at}/rows`);
  const cells = rows.flatMap((row, index) =>
    checkList(row, limits.tableColumns, `${at}/rows/${index}`).map((cell, column) =>
      checkCell(cell as Block, `${at}/rows/${index}/${column}`),
    ),
  );
  refuse(cells.join('').length > limits.tableCharacters, `must be less than ${limits.tableCharacters + 1} characters`, at);
  for (const [index, setting] of ((block.column_settings ?? []) as unknown[]).entries()) {
    const { align } = checkShape(setting, [], ['align', 'is_wrapped'], `${at}/column_settings/${index}`);
    refuse(![undefined, 'left', 'center', 'right'].includes(align as undefined), 'must be a valid enum value', at);
  }
  refuse(((block.column_settings ?? []) as unknown[]).length > limits.tableColumns, 'no more than 20 items allowed', at);
}

/** @returns its text */
function checkCell(cell: Block, at: string): string {
  if (cell.type === 'rich_text') return checkRichTextBlock(cell, at);
  refuse(cell.type !== 'raw_text', 'failed to match any allowed schemas', at);
  checkShape(cell, ['type', 'text'], [], at);
  checkString(cell.text, Infinity, `${at}/text`);
  return String(cell.text);
}

/** One the bot does not use is unknown here. */
const blockChecks: Record<string, (block: Block, at: string) => void> = {
  rich_text: (block, at) => checkRichTextBlock(block, at),
  table: (block, at) => checkTable(block, at),
  divider: (block, at) => void checkShape(block, ['type'], ['block_id'], at),
  header: (block, at) => {
    checkShape(block, ['type', 'text'], ['block_id'], at);
    checkText(block.text, ['plain_text'], limits.headerText, `${at}/text`);
  },
  image: (block, at) => {
    checkShape(
      block,
      ['type', 'alt_text', block.image_url === undefined ? 'slack_file' : 'image_url'],
      ['block_id', 'title'],
      at,
    );
    checkString(block.alt_text, limits.imageText, `${at}/alt_text`);
    if (block.title !== undefined) checkText(block.title, ['plain_text'], limits.imageText, `${at}/title`);
    const { image_url: address } = block;
    if (address !== undefined)
      return refuse(
        typeof address !== 'string' || !/^https?:\/\/.{1,2990}$/.test(address),
        'invalid image url',
        `${at}/image_url`,
      );
    const { id } = checkShape(block.slack_file, ['id'], [], `${at}/slack_file`);
    refuse(!/^F[A-Z0-9]{8,}$/.test(String(id)), 'input must match regex pattern: ^[F][A-Z0-9]{8,}$', `${at}/slack_file/id`);
  },
  section: (block, at) => {
    checkShape(block, ['type'], ['block_id', 'text', 'fields', 'accessory', 'expand'], at);
    refuse(block.text === undefined && block.fields === undefined, 'missing required field: text or fields', at);
    if (block.text !== undefined) checkText(block.text, ['mrkdwn', 'plain_text'], limits.sectionText, `${at}/text`);
    if (block.fields !== undefined)
      checkList(block.fields, limits.sectionFields, `${at}/fields`).forEach((field, index) =>
        checkText(field, ['mrkdwn', 'plain_text'], limits.fieldText, `${at}/fields/${index}`),
      );
    if (block.accessory !== undefined) checkElement(block.accessory, 'section', `${at}/accessory`);
  },
  context: (block, at) => {
    checkShape(block, ['type', 'elements'], ['block_id'], at);
    checkList(block.elements, limits.contextElements, `${at}/elements`).forEach((element, index) =>
      checkText(element, ['mrkdwn', 'plain_text'], limits.sectionText, `${at}/elements/${index}`),
    );
  },
  actions: (block, at) => {
    checkShape(block, ['type', 'elements'], ['block_id'], at);
    const elements = checkList(block.elements, limits.actionsElements, `${at}/elements`).map((element, index) =>
      checkElement(element, 'actions', `${at}/elements/${index}`),
    );
    checkUnique(
      elements.map((element) => element.action_id),
      'action_id',
      `${at}/elements`,
    );
  },
  input: (block, at) => {
    checkShape(block, ['type', 'label', 'element'], ['block_id', 'dispatch_action', 'optional', 'hint'], at);
    checkText(block.label, ['plain_text'], limits.inputLabel, `${at}/label`);
    if (block.hint !== undefined) checkText(block.hint, ['plain_text'], limits.inputHint, `${at}/hint`);
    checkElement(block.element, 'input', `${at}/element`);
  },
};
