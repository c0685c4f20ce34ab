import type { FileCopies } from '../../src/ports.ts';

/** Remembers copies as the database does, as long as the process lives. */
export function createMemoryCopies(): FileCopies {
  const copies = new Map<string, { deliveryId: number; fileId: number; externalId: string }>();
  return {
    list: async (deliveryId) => [...copies.values()].filter((copy) => copy.deliveryId === deliveryId),
    save: async (deliveryId, fileId, externalId) =>
      void copies.set(`${deliveryId}/${fileId}`, { deliveryId, fileId, externalId }),
    forget: async (deliveryId) => {
      for (const [key, copy] of copies) if (copy.deliveryId === deliveryId) copies.delete(key);
    },
  };
}
