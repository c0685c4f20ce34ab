-- What statistics ask about one case: was it ever escalated, in breach, reopened (src/usecases/search/stats-figures.ts has the same condition)
CREATE INDEX "history_entry_marks" ON "history_entry" ("case_id", "action", "at")
  WHERE "action" IN ('escalate', 'reopen', 'sla-breach');
