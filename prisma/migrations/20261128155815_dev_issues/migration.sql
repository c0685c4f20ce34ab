-- CreateTable
CREATE TABLE "dev_issue" (
    "id" SERIAL NOT NULL,
    "defect_id" INTEGER NOT NULL,
    "tracker" TEXT NOT NULL,
    "external_id" TEXT,
    "marker" TEXT,
    "title" TEXT,
    "body" TEXT,
    "url" TEXT,
    "state" TEXT,
    "fixed" BOOLEAN NOT NULL DEFAULT false,
    "assignee" TEXT,
    "target" TEXT,
    "target_date" DATE,
    "changed_at" TIMESTAMPTZ(3),
    "proposed_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "seen_at" TIMESTAMPTZ(3),
    "failing_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error_code" TEXT,
    "next_at" TIMESTAMPTZ(3),
    "paused_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dev_issue_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dev_comment" (
    "issue_id" INTEGER NOT NULL,
    "external_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dev_comment_pkey" PRIMARY KEY ("issue_id","external_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "dev_issue_defect_id_key" ON "dev_issue"("defect_id");

-- CreateIndex
CREATE UNIQUE INDEX "dev_issue_marker_key" ON "dev_issue"("marker");

-- CreateIndex
CREATE INDEX "dev_issue_tracker_external_id_idx" ON "dev_issue"("tracker", "external_id");

-- CreateIndex
CREATE INDEX "dev_issue_next_at_idx" ON "dev_issue"("next_at");

-- AddForeignKey
ALTER TABLE "dev_issue" ADD CONSTRAINT "dev_issue_defect_id_fkey" FOREIGN KEY ("defect_id") REFERENCES "defect"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dev_comment" ADD CONSTRAINT "dev_comment_issue_id_fkey" FOREIGN KEY ("issue_id") REFERENCES "dev_issue"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The text of an issue that is to be created comes from a case, and developers are none of a contact's business.
SELECT casebridge_protect(t::regclass, NULL) FROM unnest('{dev_issue,dev_comment}'::text[]) t;
