import type { FileCopies } from '../ports.ts';
import type { Database } from './client.ts';

/** Stores the copies of files that deliveries uploaded. */
export function storedFileCopies({ prisma }: Pick<Database, 'prisma'>): FileCopies {
  return {
    list: (deliveryId) => prisma.fileCopy.findMany({ where: { deliveryId }, select: { fileId: true, externalId: true } }),
    async save(deliveryId, fileId, externalId) {
      const key = { deliveryId, fileId };
      await prisma.fileCopy.upsert({ where: { deliveryId_fileId: key }, create: { ...key, externalId }, update: { externalId } });
    },
    async forget(deliveryId) {
      await prisma.fileCopy.deleteMany({ where: { deliveryId } });
    },
  };
}
