-- The variable was called like a column of the notice, so with a webhook for notices nobody could declare or update one.
CREATE OR REPLACE FUNCTION casebridge_webhook_notice_update() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE event_type text := CASE
  WHEN NEW.state IN ('Resolved', 'Completed', 'Cancelled') THEN 'notice.ended'
  WHEN EXISTS (SELECT FROM notice_update u WHERE u.notice_id = NEW.notice_id AND u.id < NEW.id) THEN 'notice.updated'
  ELSE 'notice.opened' END;
BEGIN
  IF NOT casebridge_webhook_wanted(ARRAY[event_type]) THEN RETURN NULL; END IF;
  INSERT INTO webhook_event (type, notice_id, update_id)
  SELECT event_type, n.id, NEW.id FROM notice n WHERE n.id = NEW.notice_id AND n.announced_at IS NOT NULL;
  RETURN NULL;
END $$;

-- The event has the account of before: the endpoints of the new one find the person there, and those of the former one learn that the person
-- left. An erased person has no account any longer.
CREATE OR REPLACE FUNCTION casebridge_webhook_person() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE event_type text := CASE WHEN NEW.erased_at IS DISTINCT FROM OLD.erased_at THEN 'person.erased' ELSE 'person.changed' END;
BEGIN
  IF NOT casebridge_webhook_wanted(ARRAY[event_type]) THEN RETURN NULL; END IF;
  INSERT INTO webhook_event (type, account_id, person_id) VALUES (event_type, coalesce(OLD.account_id, NEW.account_id), NEW.id);
  RETURN NULL;
END $$;
