// Fits a card into a message or a view: complete where it fits, otherwise shortened. Nothing is ever refused for its length.
import type { types } from '@slack/bolt';
import type { Element } from '../../cards/elements.ts';
import { bareList, fitPassages, isList, itemSizes, smallestItem } from '../../cards/fit-list.ts';
import { limits } from './limits.ts';
import { briefDetail, contextBlock, fullDetail, renderElement, type Detail } from './element.ts';

type Block = types.KnownBlock;

interface Space {
  blocks: number;
  /** measures blocks as JSON */
  size: (blocks: readonly Block[]) => number;
  maxSize: number;
}

const messageSpace: Space = { blocks: limits.messageBlocks, size: characters, maxSize: limits.messageCharacters };
const viewSpace: Space = { blocks: limits.viewBlocks, size: bytes, maxSize: limits.viewBytes };

/** Renders elements as the blocks of a message. */
export function messageBlocks(elements: readonly Element[]): Block[] {
  return fit(elements, messageSpace);
}

/** Renders elements as blocks of a view. @param claimed blocks that share the view: a form's fields */
export function viewBlocks(elements: readonly Element[], claimed: readonly Block[] = []): Block[] {
  return fit(elements, { ...viewSpace, blocks: viewSpace.blocks - claimed.length, maxSize: viewSpace.maxSize - bytes(claimed) });
}

const cutNotice = contextBlock('There is more than we can show here. View the case, go to the next page, or narrow your search.');

function fit(elements: readonly Element[], space: Space): Block[] {
  const full = fitPassages(elements, (some) => {
    const blocks = renderElements(some, fullDetail);
    return fits(blocks, space) ? blocks : null;
  });
  if (full) return full;
  const bare = bareList(elements);
  for (const sizes of isList(bare) ? itemSizes : []) {
    const blocks = renderElements(bare, { ...briefDetail, ...sizes });
    if (fits(blocks, space)) return blocks;
  }
  return shorten(renderElements(bare, { ...briefDetail, ...smallestItem }), space);
}

function renderElements(elements: readonly Element[], detail: Detail): Block[] {
  return elements.flatMap((element, index) => renderElement(element, `${index}`, detail));
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
