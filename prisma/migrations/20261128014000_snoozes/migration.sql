-- AlterEnum
ALTER TYPE "DeliveryKind" ADD VALUE 'snooze';

-- AlterTable
ALTER TABLE "case" ADD COLUMN     "snooze_due_at" TIMESTAMPTZ(3),
ADD COLUMN     "snoozes" JSONB;

-- Few cases are snoozed
CREATE INDEX "case_snoozed" ON "case"("snooze_due_at") WHERE "snooze_due_at" IS NOT NULL;
