// One row of each account in every protected table.
import type { Database } from '../../../src/db/client.ts';
import { openCase } from '../../../src/usecases/cases/open-case.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { createWorld, newCase, vendor, type World } from '../../usecases/fixtures.ts';

/** Fills a database for two contacts of different accounts. @returns them, with a case of each */
export async function fillBoth(db: Database): Promise<World & { numbers: { ada: number; rosa: number } }> {
  const world = await createWorld(db);
  const { services, ada, rosa, max, request } = world;
  const numbers = { ada: 0, rosa: 0 };
  for (const [name, contact] of Object.entries({ ada, rosa })) {
    const place = { workspaceId: vendor, directChannel: `D0${name}` };
    const opened = await openCase(services, contact, { ...newCase, subject: `Secret of ${name}` }, place, request());
    if (opened === 'repeat') throw new Error('a new case was taken for a repeat');
    numbers[name as 'ada' | 'rosa'] = opened.number;
    await addPost(services, contact, { number: opened.number, text: `Only ${name} may read this.` }, request());
    await db.pool.query(
      `with c as (select * from "case" where number = ${opened.number}), p as (select post.* from post join c on c.id = case_id limit 1),
        f as (insert into file (case_id, post_id, position, name, state, uploaded_by_name, created_at) select c.id, p.id, 0, 'x.png', 'refused', 'x', now() from c, p),
        r as (insert into recipient (case_id, person_id, added_at) select id, contact_id, now() from c on conflict do nothing),
        u as (insert into follow_up (case_id, started_at, plan, due_at) select id, now(), array[now()], now() + interval '1 year' from c on conflict do nothing),
        e as (insert into replication (case_id, environment, steps, result, by_id, by_name, at) select id, 'e', 's', 'r', ${max.id}, 'Max', now() from c),
        s as (insert into satisfaction (case_id, person_id, asked_at) select id, contact_id, now() from c),
        m as (insert into incoming_mail (key, from_address, from_name, subject, received_at, state, text, whole, case_id)
          select 'mail ' || id, 'a@x.example', 'A', 's', now(), 'posted', 't', 'w', id from c),
        g as (insert into case_merge (source_id, target_id, by_name, at, posts, files, conversations, recipients) select id, id, 'x', now(), '{}', '{}', '{}', '{}' from c),
        v as (insert into post_revision (post_id, body, at) select id, 'before', now() from p),
        d as (insert into draft (id, person_id, text) select 'draft ' || id, contact_id, 'text' from c),
        w as (insert into saved_view (person_id, name, name_folded, query) select contact_id, 'v', 'v', 'is:open' from c),
        h as (insert into legal_hold (account_id, reason, placed_by, placed_at) select account_id, 'r', 'x', now() from c),
        i as (insert into privacy_record (at, kind, account_id, case_id, subject, by_name, reason) select now(), 'redaction', account_id, id, 's', 'x', 'r' from c),
        x as (insert into redaction (id, by_name, source, account_id, case_id, plan, created_at) select 'redaction ' || id, 'x', 'chat', account_id, id, 'sealed', now() from c returning id),
        x2 as (insert into redaction_count (redaction_id, kind, id) select id, 'issueCases', 1 from x),
        j as (insert into imported_case (origin, external_id, case_id, status, imported_at) select 'zendesk', id::text, id, 'solved', now() from c),
        q as (insert into imported_post (origin, external_id, post_id) select 'zendesk', id::text, id from p),
        k as (insert into report (platform, workspace_id, channel_id, figures, created_at) values ('slack', 'T', 'C', '{}', now())),
        o as (insert into handover (from_id, requested_by_id, reason, total, remaining, created_at) select ${max.id}, ${max.id}, 'r', 1, array[number], now() from c),
        b as (insert into bulk_run (id, person_id, plan, created_at) select 'run ' || id, ${max.id}, '{}', now() from c returning id),
        z as (insert into webhook_event (type, account_id, case_id) select 'case.opened', account_id, id from c),
        n as (insert into bulk_item (run_id, number) select b.id, c.number from b, c),
        t as (insert into api_token (name, prefix, hash, scopes, per_minute, created_at, created_by) select 'x', 'x', id::text, '{}', 1, now(), 'x' from c returning id),
        y as (insert into api_answer (token_id, key, fingerprint, at) select id, 'x', 'x', now() from t),
        u2 as (insert into defect (number, summary, module, severity, created_at) select 'WALL-' || number, 's', 'm', 'Low', now() from c returning id),
        i2 as (insert into dev_issue (defect_id, tracker, title, assignee, created_at) select id, 'jira', 't', 'a', now() from u2 returning id),
        l as (insert into dev_comment (issue_id, external_id, at) select id, '1', now() from i2)
      insert into access_entry (at, action, source, person_id, account_id, case_id) select now(), 'view', 'web', contact_id, account_id, id from c`,
    );
  }
  return { ...world, numbers };
}
