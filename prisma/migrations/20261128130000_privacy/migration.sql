-- CreateTable
CREATE TABLE "legal_hold" (
    "id" SERIAL NOT NULL,
    "account_id" INTEGER,
    "case_id" INTEGER,
    "person_id" INTEGER,
    "reason" TEXT NOT NULL,
    "placed_by" TEXT NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "lifted_by" TEXT,
    "lifted_at" TIMESTAMPTZ(3),

    CONSTRAINT "legal_hold_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "legal_hold_one_subject" CHECK (num_nonnulls("account_id", "case_id", "person_id") = 1)
);

-- CreateTable
CREATE TABLE "privacy_record" (
    "id" SERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "account_id" INTEGER,
    "case_id" INTEGER,
    "person_id" INTEGER,
    "subject" TEXT NOT NULL,
    "by_id" INTEGER,
    "by_name" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "result" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "privacy_record_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "privacy_record_case_id_idx" ON "privacy_record"("case_id");

-- CreateIndex
CREATE INDEX "privacy_record_account_id_id_idx" ON "privacy_record"("account_id", "id");

-- A redaction or an erasure takes words and names out of entries of the access log, and says so in its own transaction. What was done,
-- by whom, when and on which case stays as it is.
CREATE OR REPLACE FUNCTION "refuse_access_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('casebridge.access_log', true) = 'clean-up' THEN
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' AND current_setting('casebridge.access_log', true) = 'privacy' THEN
    IF (NEW."id", NEW."at", NEW."action", NEW."source", NEW."person_id", NEW."account_id", NEW."case_id", NEW."file_id", NEW."conversation_id")
      IS NOT DISTINCT FROM
      (OLD."id", OLD."at", OLD."action", OLD."source", OLD."person_id", OLD."account_id", OLD."case_id", OLD."file_id", OLD."conversation_id")
    THEN
      RETURN NEW;
    END IF;
  END IF;
  -- a restore empties every table of a new database before it fills them
  IF TG_OP = 'TRUNCATE' AND NOT EXISTS (SELECT FROM "access_entry") THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'the access log is append-only: % is refused', TG_OP;
END $$;
