const statement = `
with said as (
  insert into receipt (key) values ($1) on conflict do nothing returning key
), opened as (
  insert into "case" (created_at, updated_at, account_id, contact_id, priority, subject, description, replication_steps, expected, actual,
    environment, impact, module, case_type, category, due_date, due_reason, source, source_link, phone_call_expected, previous_case_id,
    contact_change, sla, sla_due_at, sla_alert_at, incident_id, incident_told_id, incident_linked_at)
  select $2, $2, $3, $4, $5::"Priority", $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16::date, $17, $18::"Source", $19, $20, $21,
    $26::jsonb, $27::jsonb, $28, $29, $31::int, $32::int, case when $31::int is not null then $2::timestamptz end from said
  returning id, number
), noted as (
  insert into history_entry (case_id, at, actor_id, actor_name, action, "to")
  select id, $2::timestamptz, $30::int, $22::text, 'open', 'New' from opened
  union all select opened.id, $2::timestamptz, $30::int, $22::text, 'link-incident', notice.title from opened join notice on notice.id = $31::int
), told as (
  insert into recipient (case_id, person_id, added_at) select id, $4, $2 from opened
), placed as (
  insert into conversation (case_id, lane_id, side, person_id)
  select opened.id, place.lane_id, place.side::"Side", place.person_id
  from opened, unnest($23::int[], $24::text[], $25::int[]) as place (lane_id, side, person_id)
  returning id, lane_id, case_id
), sent as (
  insert into delivery (lane_id, conversation_id, case_id, kind) select lane_id, id, case_id, 'card' from placed
)
select number, pg_notify('outbox', '') from opened`;
/**
 * @returns the new case's number, null when the receipt has had its effect before
 */
export async function insertCase(pool, columns, conversations, by) {
    const c = columns;
    const { rows } = await pool.query({
        name: 'insert-case',
        text: statement,
        values: [
            by.idempotencyKey, by.at, c.accountId, c.contactId, c.priority, c.subject, c.description, c.replicationSteps, c.expected, c.actual,
            c.environment, c.impact, c.module, c.caseType, c.category, c.dueDate, c.dueReason, c.source, c.sourceLink, c.phoneCallExpected,
            c.previousCaseId, by.actorName,
            conversations.map((place) => place.destinationId), conversations.map((place) => place.side), conversations.map((place) => place.personId),
            c.contactChange && JSON.stringify(c.contactChange), JSON.stringify(c.sla), c.slaDueAt, c.slaAlertAt,
            by.actorId, c.incidentId, c.incidentToldId,
        ],
    }); // prettier-ignore
    return rows[0]?.number ?? null;
}
//# sourceMappingURL=insert-case.js.map