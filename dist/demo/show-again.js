export async function showOpenCasesAnew(pool) {
    // a new local Slack has new direct conversations
    await pool.query(`
    update lane l set channel_id = i.direct_channel
    from conversation v join identity i on i.person_id = v.person_id
    where v.lane_id = l.id and l.platform::text = i.platform::text and l.workspace_id = i.workspace_id`);
    // mail that was sent stays sent
    const chats = `select id from lane where platform <> 'mail'`;
    await pool.query(`update conversation set thread_ref = null where lane_id in (${chats})`);
    await pool.query('update post set origin_lane_id = null, origin_ref = null');
    await pool.query(`delete from delivery where lane_id in (${chats})`);
    // in the order of the cases' last change, so that the liveliest is at the bottom of each channel
    await pool.query(`
    insert into delivery (lane_id, conversation_id, case_id, post_id, kind)
    select v.lane_id, v.id, c.id, p.id, case when p.id is null then 'card' else 'post' end::"DeliveryKind"
    from "case" c
    join conversation v on v.case_id = c.id and v.lane_id in (${chats})
    cross join lateral (select null::int id, 'public'::"PostKind" kind union all select id, kind from post where case_id = c.id and deleted_at is null) p
    where c.status <> 'Closed' and (p.kind <> 'note' or v.side = 'advisor')
    order by c.updated_at, c.id, p.id nulls first`);
    // what is going on stands below them, with what was said of it
    await pool.query(`update banner set thread_ref = null, pinned = false, pin_at = '-infinity'`);
    await pool.query(`
    insert into delivery (lane_id, banner_id, update_id, kind)
    select b.lane_id, b.id, u.id, case when u.id is null then 'banner' else 'broadcast' end::"DeliveryKind"
    from banner b join notice n on n.id = b.notice_id and n.closed_at is null
    cross join lateral (select null::int id union all select id from notice_update where notice_id = n.id and action <> 'declare') u
    order by n.declared_at, b.id, u.id nulls first`);
}
//# sourceMappingURL=show-again.js.map