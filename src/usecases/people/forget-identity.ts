import type { PlatformName } from '../../ports.ts';
import type { Work } from '../context.ts';

/** A platform says that a user changed or left: the next word from that identity asks the platform anew, and until then it is nobody's. */
export async function forgetIdentity(work: Work, platform: PlatformName, userId: string): Promise<void> {
  await work.db.prisma.identity.updateMany({
    where: { platform, userId },
    data: { email: null, personId: null, checkedAt: new Date(0) },
  });
}
