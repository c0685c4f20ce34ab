// Fields for files in modals. Follows docs.slack.dev/reference/block-kit/block-elements/file-input-element.
import type { types } from '@slack/bolt';
import type { Adapter } from './adapter.ts';

/** Leaves the fields for files out where the app may not read files, because Slack refuses the whole modal then. */
export async function withUsableFields(
  { clients }: Pick<Adapter, 'clients'>,
  workspaceId: string,
  view: types.ModalView,
): Promise<types.ModalView> {
  if (!view.blocks.some(isFileInput)) return view;
  const mayRead = (await clients.scopes(workspaceId))?.has('files:read') ?? false;
  return mayRead ? view : { ...view, blocks: view.blocks.filter((block) => !isFileInput(block)) };
}

function isFileInput(block: types.AnyBlock): boolean {
  return block.type === 'input' && 'element' in block && block.element.type === 'file_input';
}
