-- CreateEnum
CREATE TYPE "Carrier" AS ENUM ('slack', 'teams', 'mail');

-- CreateEnum
CREATE TYPE "NotificationLevel" AS ENUM ('all', 'status', 'digest', 'mute');

-- CreateEnum
CREATE TYPE "DefectState" AS ENUM ('Open', 'Fixed', 'Released');

-- AlterEnum
ALTER TYPE "DeliveryKind" ADD VALUE 'digest';
ALTER TYPE "DeliveryKind" ADD VALUE 'release';

-- DropForeignKey
ALTER TABLE "delivery" DROP CONSTRAINT "delivery_case_id_fkey";

-- DropForeignKey
ALTER TABLE "delivery" DROP CONSTRAINT "delivery_conversation_id_fkey";

-- AlterTable
ALTER TABLE "case" ADD COLUMN     "contact_change" JSONB,
ADD COLUMN     "contact_changed_at" TIMESTAMPTZ(3),
ADD COLUMN     "defect_id" INTEGER,
ADD COLUMN     "release_told_at" TIMESTAMPTZ(3),
ADD COLUMN     "scheduled_at" TIMESTAMPTZ(3),
ADD COLUMN     "scheduled_what" TEXT,
ADD COLUMN     "sla" JSONB,
ADD COLUMN     "sla_alert_at" TIMESTAMPTZ(3),
ADD COLUMN     "sla_due_at" TIMESTAMPTZ(3),
ADD COLUMN     "team" TEXT,
ADD COLUMN     "triage" JSONB;

-- AlterTable
ALTER TABLE "conversation" ADD COLUMN     "team" TEXT;

-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "digest_id" INTEGER,
ADD COLUMN     "release_id" INTEGER,
ALTER COLUMN "conversation_id" DROP NOT NULL,
ALTER COLUMN "case_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "lane" ALTER COLUMN "platform" TYPE "Carrier" USING "platform"::text::"Carrier";

-- AlterTable
ALTER TABLE "person" ADD COLUMN     "notify" "NotificationLevel" NOT NULL DEFAULT 'all';

-- AlterTable
ALTER TABLE "recipient" ADD COLUMN     "notify" "NotificationLevel";

-- CreateTable
CREATE TABLE "follow_up" (
    "case_id" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "plan" TIMESTAMPTZ(3)[],
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "reminder_post_id" INTEGER,
    "unreachable" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "follow_up_pkey" PRIMARY KEY ("case_id")
);

-- CreateTable
CREATE TABLE "defect" (
    "id" SERIAL NOT NULL,
    "number" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "release_note" TEXT,
    "module" TEXT NOT NULL,
    "severity" "Priority" NOT NULL,
    "state" "DefectState" NOT NULL DEFAULT 'Open',
    "release_id" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "fixed_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "warned_at" TIMESTAMPTZ(3),
    "breached_at" TIMESTAMPTZ(3),

    CONSTRAINT "defect_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "release" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "date" DATE NOT NULL,
    "published_at" TIMESTAMPTZ(3),

    CONSTRAINT "release_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "replication" (
    "id" SERIAL NOT NULL,
    "case_id" INTEGER NOT NULL,
    "environment" TEXT NOT NULL,
    "steps" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "by_id" INTEGER NOT NULL,
    "by_name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "replication_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "digest" (
    "id" SERIAL NOT NULL,
    "person_id" INTEGER NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "digest_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "follow_up_due_at_idx" ON "follow_up"("due_at");

-- CreateIndex
CREATE UNIQUE INDEX "defect_number_key" ON "defect"("number");

-- CreateIndex
CREATE INDEX "defect_release_id_idx" ON "defect"("release_id");

-- CreateIndex
CREATE UNIQUE INDEX "release_name_key" ON "release"("name");

-- CreateIndex
CREATE INDEX "replication_case_id_idx" ON "replication"("case_id");

-- CreateIndex
CREATE INDEX "digest_person_id_until_idx" ON "digest"("person_id", "until");

-- CreateIndex
CREATE INDEX "case_sla_alert_at_idx" ON "case"("sla_alert_at");

-- CreateIndex
CREATE INDEX "case_scheduled_at_idx" ON "case"("scheduled_at");

-- CreateIndex
CREATE INDEX "case_defect_id_idx" ON "case"("defect_id");

-- AddForeignKey
ALTER TABLE "case" ADD CONSTRAINT "case_defect_id_fkey" FOREIGN KEY ("defect_id") REFERENCES "defect"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "follow_up" ADD CONSTRAINT "follow_up_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "defect" ADD CONSTRAINT "defect_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "release"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "replication" ADD CONSTRAINT "replication_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "digest" ADD CONSTRAINT "digest_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_digest_id_fkey" FOREIGN KEY ("digest_id") REFERENCES "digest"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "release"("id") ON DELETE SET NULL ON UPDATE CASCADE;
