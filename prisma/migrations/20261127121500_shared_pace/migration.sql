-- A process that claims a destination learns how fast the one before it was sending.
ALTER TABLE "destination" ADD COLUMN "pace" JSONB NOT NULL DEFAULT '[]', ADD COLUMN "paced_at" TIMESTAMPTZ(3);

-- New messages before changes of old ones.
CREATE INDEX "delivery_next" ON "delivery" ("destination_id", ("external_id" IS NOT NULL AND "delivered_version" > 0), "id") WHERE "state" IN ('pending', 'sending');
DROP INDEX "delivery_waiting";
