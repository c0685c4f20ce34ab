-- AlterTable
ALTER TABLE "follow_up" ADD COLUMN "reminder_arrived" BOOLEAN NOT NULL DEFAULT false;

UPDATE "follow_up" SET "reminder_arrived" = EXISTS (
  SELECT FROM "delivery" WHERE "delivery"."post_id" = "follow_up"."reminder_post_id" AND "external_id" IS NOT NULL AND "sent_at" IS NOT NULL);
