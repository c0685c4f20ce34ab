// Which queue channels get the cases of a module: the one listed for the module, else the one for all modules. While that one is in an
// outage, the next listed one that works gets them as well.

/**
 * SQL: the queue channels that get a case: platform, workspace_id, channel_id and works (no outage is known). The usual one comes first.
 * @param module an SQL expression
 */
export const queuesOf = (module: string): string => `
  select platform, workspace_id, channel_id, works from (
    select q.*, row_number() over (order by is_default, id) place, row_number() over (partition by works order by is_default, id) place_of_working
    from (
      select c.platform, c.workspace_id, c.channel_id, c.id, coalesce(cardinality(c.modules), 0) = 0 is_default, l.outage_id is null works
      from channel c left join destination l on l.platform = c.platform::text::"TransportName" and l.workspace_id = c.workspace_id
        and l.channel_id = c.channel_id
      where 'queue' = any(c.purposes) and c.active and (coalesce(cardinality(c.modules), 0) = 0 or ${module} = any(c.modules))
    ) q
  ) ranked where place = 1 or works and place_of_working = 1 order by place`;
