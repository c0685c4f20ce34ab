// Fits a card into a message or a view: complete where it fits, otherwise shortened. Nothing is ever refused for its length.
import type { types } from '@slack/bolt';
import type { Element } from '../../cards/elements.ts';
import { bareList, fitPassages, isList, itemSizes, smallestItem } from '../../cards/fit-list.ts';
import { limits } from './limits.ts';
import { briefDetail, fullDetail, leanDetail, renderElement, type Copies, type Detail } from './element.ts';
import { codeBlock } from './escape.ts';
import { withItemMenus } from './item-menus.ts';
import { contextBlock, sections } from './sections.ts';
import { tableBlockText } from './table.ts';

type Block = types.KnownBlock;

interface Space {
  blocks: number;
  /** table blocks */
  tables: number;
  /** measures blocks as JSON */
  size: (blocks: readonly Block[]) => number;
  maxSize: number;
}

const messageSpace: Space = {
  blocks: limits.messageBlocks,
  tables: limits.messageTables,
  size: characters,
  maxSize: limits.messageCharacters,
};
const viewSpace: Space = { blocks: limits.viewBlocks, tables: 0, size: bytes, maxSize: limits.viewBytes };

/** Renders elements as the blocks of a message. @param copies of its images */
export function messageBlocks(elements: readonly Element[], copies?: Copies): Block[] {
  return fit(elements, messageSpace, copies);
}

/** Renders elements as blocks of a view. @param claimed blocks that share the view: a form's fields */
export function viewBlocks(elements: readonly Element[], claimed: readonly Block[] = []): Block[] {
  return fit(elements, { ...viewSpace, blocks: viewSpace.blocks - claimed.length, maxSize: viewSpace.maxSize - bytes(claimed) });
}

const cutNotice = contextBlock('There is more than we can show here. View the case, go to the next page, or narrow your search.');

function fit(all: readonly Element[], space: Space, copies?: Copies): Block[] {
  const elements = withItemMenus(all);
  const full = fitPassages(elements, (some) => {
    for (const detail of [fullDetail, leanDetail]) {
      const blocks = withTables(renderElements(some, detail, copies), space.tables);
      if (fits(blocks, space)) return blocks;
    }
    return null;
  });
  if (full) return full;
  const bare = bareList(elements);
  for (const sizes of isList(bare) ? itemSizes : []) {
    const blocks = withTables(renderElements(bare, { ...briefDetail, ...sizes }, copies), space.tables);
    if (fits(blocks, space)) return blocks;
  }
  return shorten(withTables(renderElements(bare, { ...briefDetail, ...smallestItem }, copies), space.tables), space);
}

function renderElements(elements: readonly Element[], detail: Detail, copies?: Copies): Block[] {
  return elements.flatMap((element, index) => renderElement(element, `${index}`, detail, copies));
}

/** Keeps the first tables, and makes the others aligned text. */
function withTables(blocks: Block[], most: number): Block[] {
  if (!blocks.some(({ type }) => type === 'table')) return blocks;
  let left = most;
  return blocks.flatMap((block) => {
    if (block.type !== 'table') return [block];
    left -= 1;
    return left >= 0 ? [block] : sections(codeBlock(tableBlockText(block)), Infinity);
  });
}

/** Buttons are left out last. */
function shorten(blocks: readonly Block[], space: Space): Block[] {
  if (fits(blocks, space)) return [...blocks];
  const kept = [...blocks];
  while (kept.length > 0 && !fits([...kept, cutNotice], space)) {
    const lastText = kept.findLastIndex((block) => block.type !== 'actions');
    kept.splice(lastText === -1 ? kept.length - 1 : lastText, 1);
  }
  kept.splice(kept.findLastIndex((block) => block.type !== 'actions') + 1, 0, cutNotice);
  return kept;
}

function fits(blocks: readonly Block[], space: Space): boolean {
  return blocks.length <= space.blocks && space.size(blocks) <= space.maxSize;
}

function characters(blocks: readonly Block[]): number {
  return JSON.stringify(blocks).length;
}

function bytes(blocks: readonly Block[]): number {
  return Buffer.byteLength(JSON.stringify(blocks));
}
