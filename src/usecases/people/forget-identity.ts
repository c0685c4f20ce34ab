import type { PlatformName } from '../../ports.ts';
import type { Services } from '../context.ts';

/** Unbinds a chat identity whose user changed or left. At its next message the platform is asked who it is. */
export async function forgetIdentity(services: Services, platform: PlatformName, userId: string): Promise<void> {
  await services.db.prisma.identity.updateMany({
    where: { platform, userId },
    data: { email: null, personId: null, checkedAt: new Date(0) },
  });
}
