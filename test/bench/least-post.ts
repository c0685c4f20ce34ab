// The least that stores a contact's post and has it sent: two prepared statements by hand. The first finds who writes in which case; the
// second writes the request, the post, the case, its search document and its deliveries. It knows no permissions, levels, clocks or history.
import type { Database } from '../../src/db/client.ts';
import { toVector } from '../../src/domain/search/prepare-text.ts';
import { directChannel, userId, workspaceId } from './fixtures.ts';

const who = `
  select c.id, p.id person_id, p.name, l.id destination_id
  from destination l join conversation k on k.destination_id = l.id and k.thread_ref = $1 join "case" c on c.id = k.case_id,
    identity i join person p on p.email = i.email and p.active
  where l.platform = 'slack' and l.workspace_id = $2 and l.channel_id = $3 and i.platform = 'slack' and i.workspace_id = $2 and i.user_id = $4`;

const write = `
  with request as (insert into idempotency_key (key) values ($1) on conflict do nothing returning key),
  held as (select c.id from "case" c, request where c.id = $2 for no key update of c),
  posted as (
    insert into post (case_id, kind, author_id, author_name, author_side, platform, body, created_at, origin_destination_id, origin_message_id)
    select id, 'public', $3, $4, 'contact', 'slack', $5, now(), $6, $7 from held returning id, case_id
  ),
  changed as (update "case" c set updated_at = now(), answered = true from held where c.id = held.id),
  grown as (
    update search_document d set "words" = d."words" || $8::tsvector, all_words = all_words || $8::tsvector from held where d.case_id = held.id
  ),
  enqueued as (
    insert into delivery (destination_id, conversation_id, case_id, post_id, kind)
    select k.destination_id, k.id, k.case_id, posted.id, 'post' from posted join conversation k on k.case_id = posted.case_id
    where k.destination_id <> $6
  ),
  refreshed as (
    update delivery d set desired_version = desired_version + 1, state = case state when 'sent' then 'pending' else state end
    from held where d.case_id = held.id and d.kind = 'card' and d.state <> 'dead' and not d.withdrawn
  )
  select id from posted`;

/** Makes the function that writes a post by hand. @param threadRef of the case in the contact's conversation */
export function leastPost({ pool }: Database, text: string): (threadRef: string, event: string) => Promise<void> {
  return async (threadRef, event) => {
    const { rows } = await pool.query<{ id: number; person_id: number; name: string; destination_id: number }>({
      name: 'least-who',
      text: who,
      values: [threadRef, workspaceId, directChannel, userId],
    });
    const [found] = rows;
    if (!found) throw new Error('the thread belongs to no case');
    const vector = toVector([
      { text: '', weight: 'C' },
      { text, weight: 'C' },
    ]);
    await pool.query({
      name: 'least-post',
      text: write,
      values: [event, found.id, found.person_id, found.name, text, found.destination_id, event, vector],
    });
  };
}
