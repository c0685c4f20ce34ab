-- AlterEnum
ALTER TYPE "DeliveryKind" ADD VALUE 'snooze';

-- AlterTable
ALTER TABLE "case" ADD COLUMN     "snooze_due_at" TIMESTAMPTZ(3),
ADD COLUMN     "snoozes" JSONB;

-- CreateIndex
CREATE INDEX "case_snooze_due_at_idx" ON "case"("snooze_due_at");
