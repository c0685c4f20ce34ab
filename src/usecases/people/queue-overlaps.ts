import type { Services } from '../context.ts';

/** Several queue channels for the same cases. Only the first gets them, the others stay empty. */
export interface QueueOverlap {
  /** null: the default queue, for modules without one of their own */
  module: string | null;
  /** `platform workspace channel`, in the order in which they were imported; at least two */
  channels: [string, ...string[]];
}

/** Finds queue channels that compete for the same cases, the default queue first. */
export async function queueOverlaps({ db }: Pick<Services, 'db'>): Promise<QueueOverlap[]> {
  return db.prisma.$queryRaw<QueueOverlap[]>`
    select module, array_agg(concat_ws(' ', platform, workspace_id, channel_id) order by id) channels
    from channel left join unnest(modules) module on true
    where active and 'queue' = any(purposes)
    group by module having count(*) > 1 order by module nulls first`;
}
