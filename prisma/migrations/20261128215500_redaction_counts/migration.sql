-- CreateTable
CREATE TABLE "redaction_count" (
    "redaction_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "id" BIGINT NOT NULL,

    CONSTRAINT "redaction_count_pkey" PRIMARY KEY ("redaction_id","kind","id")
);

-- AddForeignKey
ALTER TABLE "redaction_count" ADD CONSTRAINT "redaction_count_redaction_id_fkey" FOREIGN KEY ("redaction_id") REFERENCES "redaction"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Redactions are none of a contact's business.
SELECT casebridge_protect('redaction_count', NULL);
