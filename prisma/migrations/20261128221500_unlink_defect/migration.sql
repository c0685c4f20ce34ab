-- A case that is unlinked from its defect has the event of a case that is linked to one.
CREATE OR REPLACE FUNCTION casebridge_webhook_type(action text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN action = 'open' THEN 'case.opened'
    WHEN action IN ('claim', 'assign') THEN 'case.assigned'
    WHEN action = 'ask' THEN 'case.asked'
    WHEN action = 'answer' THEN 'case.answered'
    WHEN action = 'resolve' THEN 'case.resolved'
    WHEN action = 'decline' THEN 'case.declined'
    WHEN action IN ('confirm', 'close', 'noResponse') THEN 'case.closed'
    WHEN action = 'reopen' THEN 'case.reopened'
    WHEN action IN ('schedule', 'resumeScheduled') THEN 'case.scheduled'
    WHEN action IN ('escalate', 'return') THEN 'case.escalated'
    WHEN action IN ('qualify', 'unlink', 'fixed', 'release') THEN 'case.defect'
    WHEN action = 'triage' THEN 'case.triaged'
    WHEN action = 'followUp' THEN 'case.reminded'
    WHEN action IN ('sla-warning', 'sla-breach') THEN 'case.sla'
    WHEN action IN ('merge', 'unmerge') THEN 'case.merged'
    WHEN action IN ('link-incident', 'unlink-incident') THEN 'case.incident'
    WHEN action = 'redact' THEN 'case.redacted'
    WHEN action IN ('edit-post', 'delete-post', 'edit-note', 'delete-note', 'import') THEN NULL
    ELSE 'case.updated'
  END
$$;
