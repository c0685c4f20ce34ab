-- AlterEnum
ALTER TYPE "DeliveryKind" ADD VALUE 'updates';

-- AlterEnum
ALTER TYPE "DeliveryState" ADD VALUE 'held';

-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "held_until" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "person" ADD COLUMN     "mail_off" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "recipient" ADD COLUMN     "mail_off" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "joined_post" (
    "delivery_id" INTEGER NOT NULL,
    "post_id" INTEGER NOT NULL,

    CONSTRAINT "joined_post_pkey" PRIMARY KEY ("delivery_id","post_id")
);

-- CreateIndex
CREATE INDEX "joined_post_post_id_idx" ON "joined_post"("post_id");

-- AddForeignKey
ALTER TABLE "joined_post" ADD CONSTRAINT "joined_post_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "delivery"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "joined_post" ADD CONSTRAINT "joined_post_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- mail that waits; few rows at any time
CREATE INDEX "delivery_held" ON "delivery"("held_until") WHERE "held_until" IS NOT NULL;
