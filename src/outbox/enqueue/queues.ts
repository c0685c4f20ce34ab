// Which queue channels get the cases of a module: the one listed for the module, else the one for all modules. While that one is in an
// outage, the next listed one that works gets them as well.

/** SQL: whether the channel `c` is a queue of a module. The first condition is that of the index `channel_queue`. */
const isQueueOf = (module: string): string =>
  `'queue' = any(c.purposes) and c.active and (coalesce(cardinality(c.modules), 0) = 0 or ${module} = any(c.modules))`;

/** SQL: whether the channel `c` is for all modules that have no queue of their own. */
const isDefault = 'coalesce(cardinality(c.modules), 0) = 0';

/**
 * SQL: the queue channel that gets a case while it works: platform, workspace_id and channel_id.
 * @param module an SQL expression
 */
export const usualQueue = (module: string): string =>
  `select c.platform, c.workspace_id, c.channel_id from channel c where ${isQueueOf(module)} order by ${isDefault}, c.id limit 1`;

/**
 * SQL: the queue channels that get a case: platform, workspace_id, channel_id and works (no outage is known). The usual one comes first.
 * @param module an SQL expression
 */
export const queuesOf = (module: string): string => `
  select platform, workspace_id, channel_id, works from (
    select q.*, row_number() over (order by is_default, id) place, row_number() over (partition by works order by is_default, id) place_of_working
    from (
      select c.platform, c.workspace_id, c.channel_id, c.id, ${isDefault} is_default, l.outage_id is null works
      from channel c left join destination l on l.platform = c.platform::text::"TransportName" and l.workspace_id = c.workspace_id
        and l.channel_id = c.channel_id
      where ${isQueueOf(module)}
    ) q
  ) ranked where place = 1 or works and place_of_working = 1 order by place`;
