import type { PlatformName } from '../../ports.ts';
import type { Services } from '../context.ts';

/** A platform says that a user changed or left: the next word from that identity asks the platform anew, and until then it is nobody's. */
export async function forgetIdentity(services: Services, platform: PlatformName, userId: string): Promise<void> {
  await services.db.prisma.identity.updateMany({
    where: { platform, userId },
    data: { email: null, personId: null, checkedAt: new Date(0) },
  });
}
