-- Moments that versions before 0.5 wrote through Prisma are off by the server's offset from UTC wherever its time zone is not UTC:
-- Prisma's adapter sends moments as UTC without saying so, and the server took them for its own zone. Moments in raw SQL were right, so the
-- two are told apart by what was written together: a post (Prisma) and its deliveries (the server's clock). Every later version sets the
-- zone of its sessions to UTC.
do $$
declare
  zone text := (select reset_val from pg_settings where name = 'TimeZone');
  shifted bigint;
  unshifted bigint;
  shift record;
begin
  select count(*) filter (where abs(extract(epoch from (p.created_at at time zone zone) at time zone 'UTC' - d.created_at)) < 600),
         count(*) filter (where abs(extract(epoch from p.created_at - d.created_at)) < 600)
    into shifted, unshifted
    from post p join lateral (select min(created_at) as created_at from delivery where post_id = p.id) d on d.created_at is not null;
  if shifted <= unshifted then
    return;
  end if;
  for shift in
    select * from (values
      ('person', 'changed_in_chat_at', 'true'), ('identity', 'checked_at', 'true'), ('channel', 'changed_in_chat_at', 'true'),
      ('address', 'seen_at', 'true'), ('installation', 'installed_at', 'true'),
      -- a case is opened in raw SQL, and changed through Prisma
      ('history_entry', 'at', 'not exists (select from "case" c where c.id = t.case_id and c.created_at = t.at)'),
      ('recipient', 'added_at', 'not exists (select from "case" c where c.id = t.case_id and c.created_at = t.added_at)'),
      ('case', 'sla_due_at', 'updated_at <> created_at'), ('case', 'sla_alert_at', 'updated_at <> created_at'),
      ('case', 'incident_linked_at', 'incident_linked_at <> created_at'),
      ('case', 'scheduled_at', 'true'), ('case', 'release_notified_at', 'true'), ('case', 'contact_changed_at', 'true'),
      ('case', 'closed_at', 'true'), ('case', 'updated_at', 'updated_at <> created_at'),
      ('post', 'created_at', 'true'), ('post', 'edited_at', 'true'), ('post', 'deleted_at', 'true'), ('post_revision', 'at', 'true'),
      ('follow_up', 'started_at', 'true'), ('follow_up', 'due_at', 'true'),
      ('defect', 'created_at', 'true'), ('defect', 'fixed_at', 'true'), ('defect', 'due_at', 'true'), ('defect', 'warned_at', 'true'),
      ('defect', 'breached_at', 'true'), ('release', 'published_at', 'true'), ('replication', 'at', 'true'),
      ('digest', 'from', 'true'), ('digest', 'until', 'true'), ('handover', 'created_at', 'true'), ('draft', 'created_at', 'true'),
      ('notice', 'starts_at', 'true'), ('notice', 'ends_at', 'true'), ('notice', 'next_update_at', 'true'), ('notice', 'declared_at', 'true'),
      ('notice', 'announced_at', 'true'), ('notice', 'next_step_at', 'true'), ('notice', 'closed_at', 'true'),
      ('notice_update', 'at', 'true'), ('banner', 'broadcast_at', 'true'),
      ('cluster', 'found_at', 'true'), ('cluster', 'last_case_at', 'true'), ('cluster', 'dismissed_at', 'true')
    ) as columns (table_name, column_name, condition)
  loop
    execute format('update %I t set %I = (%I at time zone %L) at time zone ''UTC'' where %I is not null and (%s)',
      shift.table_name, shift.column_name, shift.column_name, zone, shift.column_name, shift.condition);
  end loop;
  update follow_up set plan = array(select (step at time zone zone) at time zone 'UTC' from unnest(plan) with ordinality as p (step, n) order by n);
  raise notice 'Moments that were written while the server''s time zone was % were corrected to UTC.', zone;
end
$$;
