-- AlterTable
ALTER TABLE "dev_issue" ADD COLUMN "case_id" INTEGER;

-- CreateIndex
CREATE INDEX "dev_issue_case_id_idx" ON "dev_issue"("case_id");

-- AddForeignKey
ALTER TABLE "dev_issue" ADD CONSTRAINT "dev_issue_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- An issue is created in the transaction that links its case, so the case of an issue is the one that was linked at that moment.
UPDATE "dev_issue" i SET "case_id" = (
  SELECT h."case_id" FROM "history_entry" h JOIN "case" c ON c."id" = h."case_id"
  WHERE c."defect_id" = i."defect_id" AND h."action" = 'qualify' AND h."at" BETWEEN i."created_at" - interval '10 seconds' AND i."created_at" + interval '10 seconds'
  ORDER BY abs(extract(epoch FROM h."at" - i."created_at")), h."id" LIMIT 1)
WHERE i."marker" IS NOT NULL;
