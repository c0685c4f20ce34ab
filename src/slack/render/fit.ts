// A card on the surface it is shown on: in full where it fits, shorter where it does not, never refused for its length.
import type { types } from '@slack/bolt';
import type { Element } from '../../cards/elements.ts';
import { limits } from './limits.ts';
import { brief, contextBlock, renderElement, whole } from './element.ts';

type Block = types.KnownBlock;

interface Room {
  blocks: number;
  /** of the blocks as JSON */
  size: (blocks: readonly Block[]) => number;
  most: number;
}

const messageRoom: Room = { blocks: limits.messageBlocks, size: characters, most: limits.messageCharacters };
const viewRoom: Room = { blocks: limits.viewBlocks, size: bytes, most: limits.viewBytes };

export function messageBlocks(elements: readonly Element[]): Block[] {
  return fit(elements, messageRoom);
}

/** @param taken blocks of the view that are spoken for: a form's fields */
export function viewBlocks(elements: readonly Element[], claimed: readonly Block[] = []): Block[] {
  return fit(elements, { ...viewRoom, blocks: viewRoom.blocks - claimed.length, most: viewRoom.most - bytes(claimed) });
}

const missing = contextBlock('There is more than fits here. View the case, turn the page, or search for less.');

function fit(elements: readonly Element[], room: Room): Block[] {
  for (const detail of [whole, brief]) {
    const blocks = elements.flatMap((element, index) => renderElement(element, `${index}`, detail));
    if (fits(blocks, room)) return blocks;
    if (detail === brief) return shorten(blocks, room);
  }
  return [];
}

/** What can be done stays as long as there is anything to leave out. */
function shorten(blocks: readonly Block[], room: Room): Block[] {
  const kept = [...blocks];
  while (kept.length > 0 && !fits([...kept, missing], room)) {
    const words = kept.findLastIndex((block) => block.type !== 'actions');
    kept.splice(words === -1 ? kept.length - 1 : words, 1);
  }
  kept.splice(kept.findLastIndex((block) => block.type !== 'actions') + 1, 0, missing);
  return kept;
}

function fits(blocks: readonly Block[], room: Room): boolean {
  return blocks.length <= room.blocks && room.size(blocks) <= room.most;
}

function characters(blocks: readonly Block[]): number {
  return JSON.stringify(blocks).length;
}

function bytes(blocks: readonly Block[]): number {
  return Buffer.byteLength(JSON.stringify(blocks));
}
