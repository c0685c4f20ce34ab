-- AlterEnum
ALTER TYPE "DeliveryKind" ADD VALUE 'announcement';

-- AlterTable
ALTER TABLE "channel" ADD COLUMN     "name" TEXT;

-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "channel_change_id" INTEGER;

-- CreateTable
CREATE TABLE "channel_change" (
    "id" SERIAL NOT NULL,
    "channel_id" INTEGER NOT NULL,
    "what" TEXT NOT NULL,
    "by_name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_change_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "channel_change_channel_id_id_idx" ON "channel_change"("channel_id", "id");

-- CreateIndex
CREATE INDEX "delivery_channel_change_id_idx" ON "delivery"("channel_change_id");

-- AddForeignKey
ALTER TABLE "channel_change" ADD CONSTRAINT "channel_change_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "channel"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_channel_change_id_fkey" FOREIGN KEY ("channel_change_id") REFERENCES "channel_change"("id") ON DELETE SET NULL ON UPDATE CASCADE;
