-- Ids of deliveries no longer end at 2,147,483,647. This rewrites three tables under a lock, about two minutes for ten million deliveries.
ALTER TABLE "file_copy" DROP CONSTRAINT "file_copy_delivery_id_fkey";
ALTER TABLE "joined_post" DROP CONSTRAINT "joined_post_delivery_id_fkey";
ALTER TABLE "delivery" ALTER COLUMN "id" SET DATA TYPE BIGINT;
ALTER SEQUENCE "delivery_id_seq" AS BIGINT;
ALTER TABLE "file_copy" ALTER COLUMN "delivery_id" SET DATA TYPE BIGINT;
ALTER TABLE "joined_post" ALTER COLUMN "delivery_id" SET DATA TYPE BIGINT;
ALTER TABLE "file_copy" ADD CONSTRAINT "file_copy_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "delivery"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "joined_post" ADD CONSTRAINT "joined_post_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "delivery"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Old digests are deleted once their deliveries are.
CREATE INDEX "delivery_digest" ON "delivery"("digest_id") WHERE "digest_id" IS NOT NULL;
