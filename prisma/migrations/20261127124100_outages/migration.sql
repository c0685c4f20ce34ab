-- This migration adds more than one value to an enum.
ALTER TYPE "DeliveryKind" ADD VALUE 'outage';
ALTER TYPE "DeliveryKind" ADD VALUE 'recovery';
ALTER TYPE "DeliveryKind" ADD VALUE 'alert';

-- CreateTable
CREATE TABLE "outage" (
    "id" SERIAL NOT NULL,
    "platform" "TransportName" NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "outage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "worker_process" (
    "id" TEXT NOT NULL,
    "beat" INTEGER NOT NULL DEFAULT 0,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "worker_process_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person_lookup" (
    "person_id" INTEGER NOT NULL,
    "platform" "Platform" NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "looked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "person_lookup_pkey" PRIMARY KEY ("person_id", "platform", "workspace_id")
);

-- AlterTable
ALTER TABLE "destination" ADD COLUMN "outage_id" INTEGER,
ADD COLUMN "leased_by" TEXT;

-- AlterTable
ALTER TABLE "delivery" ADD COLUMN "outage_id" INTEGER;

-- CreateIndex
CREATE INDEX "outage_ended_at_idx" ON "outage"("ended_at");

-- CreateIndex
CREATE INDEX "destination_outage_id_idx" ON "destination"("outage_id");

-- CreateIndex
CREATE INDEX "delivery_outage_id_idx" ON "delivery"("outage_id");

-- AddForeignKey
ALTER TABLE "destination" ADD CONSTRAINT "destination_outage_id_fkey" FOREIGN KEY ("outage_id") REFERENCES "outage"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_outage_id_fkey" FOREIGN KEY ("outage_id") REFERENCES "outage"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person_lookup" ADD CONSTRAINT "person_lookup_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A place has one outage at a time. Prisma cannot express partial indexes.
CREATE UNIQUE INDEX "outage_open" ON "outage" ("platform", "workspace_id", "channel_id") WHERE "ended_at" IS NULL;
