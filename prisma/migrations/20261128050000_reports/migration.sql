-- AlterEnum
ALTER TYPE "DeliveryKind" ADD VALUE 'report';

-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "report_id" INTEGER;

-- CreateTable
CREATE TABLE "report" (
    "id" SERIAL NOT NULL,
    "platform" "Platform" NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "figures" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "report_pkey" PRIMARY KEY ("id")
);

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_report_id_fkey" FOREIGN KEY ("report_id") REFERENCES "report"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What statistics count of the history, by time (src/usecases/search/stats-figures.ts has the same condition)
CREATE INDEX "history_entry_counted" ON "history_entry" ("at") INCLUDE ("case_id", "action")
  WHERE "action" IN ('confirm', 'close', 'noResponse', 'reopen', 'resolve', 'sla-breach');
