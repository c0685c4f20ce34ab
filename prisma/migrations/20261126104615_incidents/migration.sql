-- CreateEnum
CREATE TYPE "NoticeKind" AS ENUM ('incident', 'maintenance');

-- CreateEnum
CREATE TYPE "NoticeSeverity" AS ENUM ('critical', 'major', 'minor');

-- CreateEnum
CREATE TYPE "NoticeState" AS ENUM ('Investigating', 'Identified', 'Monitoring', 'Resolved', 'Planned', 'UnderWay', 'Completed', 'Cancelled');

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "DeliveryKind" ADD VALUE 'banner';
ALTER TYPE "DeliveryKind" ADD VALUE 'broadcast';
ALTER TYPE "DeliveryKind" ADD VALUE 'nudge';
ALTER TYPE "DeliveryKind" ADD VALUE 'cluster';

-- AlterTable
ALTER TABLE "case" ADD COLUMN     "cluster_id" INTEGER,
ADD COLUMN     "incident_id" INTEGER,
ADD COLUMN     "incident_linked_at" TIMESTAMPTZ(3),
ADD COLUMN     "incident_told_id" INTEGER,
ADD COLUMN     "incident_verify" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "channel" ADD COLUMN     "changes_only" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "banner_id" INTEGER,
ADD COLUMN     "cluster_id" INTEGER,
ADD COLUMN     "notice_id" INTEGER,
ADD COLUMN     "person_id" INTEGER,
ADD COLUMN     "update_id" INTEGER;

-- CreateTable
CREATE TABLE "notice" (
    "id" SERIAL NOT NULL,
    "kind" "NoticeKind" NOT NULL,
    "title" TEXT NOT NULL,
    "severity" "NoticeSeverity",
    "state" "NoticeState" NOT NULL,
    "modules" TEXT[],
    "every_account" BOOLEAN NOT NULL,
    "instructions" TEXT,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "next_update_at" TIMESTAMPTZ(3),
    "nudges" INTEGER NOT NULL DEFAULT 0,
    "owner_id" INTEGER NOT NULL,
    "declared_at" TIMESTAMPTZ(3) NOT NULL,
    "announced_at" TIMESTAMPTZ(3),
    "clock_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice_account" (
    "notice_id" INTEGER NOT NULL,
    "account_id" INTEGER NOT NULL,

    CONSTRAINT "notice_account_pkey" PRIMARY KEY ("notice_id","account_id")
);

-- CreateTable
CREATE TABLE "notice_update" (
    "id" SERIAL NOT NULL,
    "notice_id" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "state" "NoticeState" NOT NULL,
    "body" TEXT NOT NULL,
    "author_id" INTEGER,
    "author_name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notice_update_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "banner" (
    "id" SERIAL NOT NULL,
    "notice_id" INTEGER NOT NULL,
    "channel_id" INTEGER NOT NULL,
    "lane_id" INTEGER NOT NULL,
    "thread_ref" TEXT,
    "broadcast_at" TIMESTAMPTZ(3),
    "pinned" BOOLEAN NOT NULL DEFAULT false,
    "pin_at" TIMESTAMPTZ(3) NOT NULL DEFAULT '-infinity'::timestamp with time zone,

    CONSTRAINT "banner_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cluster" (
    "id" SERIAL NOT NULL,
    "module" TEXT NOT NULL,
    "words" TEXT[],
    "found_at" TIMESTAMPTZ(3) NOT NULL,
    "last_case_at" TIMESTAMPTZ(3) NOT NULL,
    "dismissed_at" TIMESTAMPTZ(3),
    "dismissed_by" INTEGER,
    "notice_id" INTEGER,

    CONSTRAINT "cluster_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "notice_closed_at_idx" ON "notice"("closed_at");

-- CreateIndex
CREATE INDEX "notice_account_account_id_idx" ON "notice_account"("account_id");

-- CreateIndex
CREATE INDEX "notice_update_notice_id_id_idx" ON "notice_update"("notice_id", "id");

-- CreateIndex
CREATE INDEX "banner_broadcast_at_idx" ON "banner"("broadcast_at");

-- CreateIndex
CREATE INDEX "banner_lane_id_idx" ON "banner"("lane_id");

-- CreateIndex
CREATE UNIQUE INDEX "banner_notice_id_channel_id_key" ON "banner"("notice_id", "channel_id");

-- CreateIndex
CREATE INDEX "cluster_last_case_at_idx" ON "cluster"("last_case_at");

-- CreateIndex
CREATE INDEX "case_incident_id_idx" ON "case"("incident_id");

-- CreateIndex
CREATE INDEX "case_cluster_id_idx" ON "case"("cluster_id");

-- CreateIndex
CREATE INDEX "case_created_at_idx" ON "case"("created_at");

-- CreateIndex
CREATE INDEX "delivery_banner_id_kind_idx" ON "delivery"("banner_id", "kind");

-- CreateIndex
CREATE INDEX "delivery_notice_id_idx" ON "delivery"("notice_id");

-- CreateIndex
CREATE INDEX "delivery_cluster_id_idx" ON "delivery"("cluster_id");

-- AddForeignKey
ALTER TABLE "case" ADD CONSTRAINT "case_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "notice"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case" ADD CONSTRAINT "case_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_banner_id_fkey" FOREIGN KEY ("banner_id") REFERENCES "banner"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_update_id_fkey" FOREIGN KEY ("update_id") REFERENCES "notice_update"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "notice"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice" ADD CONSTRAINT "notice_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_account" ADD CONSTRAINT "notice_account_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "notice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_account" ADD CONSTRAINT "notice_account_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_update" ADD CONSTRAINT "notice_update_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "notice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_update" ADD CONSTRAINT "notice_update_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "banner" ADD CONSTRAINT "banner_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "notice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "banner" ADD CONSTRAINT "banner_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "channel"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "banner" ADD CONSTRAINT "banner_lane_id_fkey" FOREIGN KEY ("lane_id") REFERENCES "lane"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cluster" ADD CONSTRAINT "cluster_dismissed_by_fkey" FOREIGN KEY ("dismissed_by") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cluster" ADD CONSTRAINT "cluster_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "notice"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- an update is told once in a channel
CREATE UNIQUE INDEX delivery_of_update ON delivery (banner_id, update_id) WHERE update_id IS NOT NULL;
-- the clock looks every minute for those that are to be told (usecases/tell-linked-cases)
CREATE INDEX case_linked_open ON "case" (incident_id) WHERE status <> 'Closed' AND incident_id IS NOT NULL;
