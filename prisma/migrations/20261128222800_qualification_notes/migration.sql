-- Marks the notes that were made from the form of a qualification, so that they are not edited like texts that somebody wrote. Their entry in the
-- history was written in the same moment.
UPDATE "post" p SET "action" = 'qualification' FROM "history_entry" h
WHERE p."kind" = 'note' AND p."action" IS NULL AND p."author_side" = 'advisor' AND p."origin_message_id" IS NULL
  AND h."case_id" = p."case_id" AND h."at" = p."created_at" AND h."actor_id" = p."author_id" AND h."action" IN ('replicate', 'qualify-incident');
