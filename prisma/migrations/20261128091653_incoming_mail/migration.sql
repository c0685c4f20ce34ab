-- CreateEnum
CREATE TYPE "MailState" AS ENUM ('posted', 'opened', 'waiting', 'dismissed', 'ignored');

-- AlterEnum
ALTER TYPE "DeliveryKind" ADD VALUE 'mail';

-- AlterEnum
ALTER TYPE "Source" ADD VALUE 'mail';

-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "mail_id" INTEGER;

-- AlterTable
ALTER TABLE "person" ADD COLUMN     "mail_failed_at" TIMESTAMPTZ(3),
ADD COLUMN     "mail_failed_code" TEXT;

-- CreateTable
CREATE TABLE "incoming_mail" (
    "id" SERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "message_id" TEXT,
    "from_address" TEXT NOT NULL,
    "from_name" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "state" "MailState" NOT NULL,
    "reason" TEXT,
    "text" TEXT NOT NULL,
    "whole" TEXT NOT NULL,
    "files" JSONB,
    "case_id" INTEGER,
    "person_id" INTEGER,
    "decided_by_id" INTEGER,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "incoming_mail_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mailbox" (
    "name" TEXT NOT NULL,
    "uid_validity" BIGINT NOT NULL,
    "last_uid" BIGINT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mailbox_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "incoming_mail_key_key" ON "incoming_mail"("key");

-- CreateIndex
CREATE INDEX "incoming_mail_state_id_idx" ON "incoming_mail"("state", "id" DESC);

-- CreateIndex
CREATE INDEX "incoming_mail_message_id_idx" ON "incoming_mail"("message_id");

-- CreateIndex
CREATE INDEX "incoming_mail_case_id_person_id_id_idx" ON "incoming_mail"("case_id", "person_id", "id");

-- CreateIndex
CREATE INDEX "incoming_mail_person_id_received_at_idx" ON "incoming_mail"("person_id", "received_at");

-- CreateIndex
CREATE INDEX "incoming_mail_received_at_idx" ON "incoming_mail"("received_at");

-- Few deliveries have this column
create index delivery_of_incoming_mail on delivery (mail_id) where mail_id is not null;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_mail_id_fkey" FOREIGN KEY ("mail_id") REFERENCES "incoming_mail"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incoming_mail" ADD CONSTRAINT "incoming_mail_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incoming_mail" ADD CONSTRAINT "incoming_mail_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incoming_mail" ADD CONSTRAINT "incoming_mail_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;
