-- By hand: the search by parts of a subject. Any role that may create in the database may create this extension.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateEnum
CREATE TYPE "Platform" AS ENUM ('slack', 'teams');

-- CreateEnum
CREATE TYPE "PersonKind" AS ENUM ('contact', 'advisor');

-- CreateEnum
CREATE TYPE "ContactType" AS ENUM ('support', 'technical', 'implementation', 'read-only');

-- CreateEnum
CREATE TYPE "ChannelPurpose" AS ENUM ('queue', 'escalation', 'notices', 'cases');

-- CreateEnum
CREATE TYPE "Status" AS ENUM ('New', 'Assigned', 'AssistRequest', 'PendingCustomerInput', 'PendingCustomerVerification', 'Scheduled', 'AssignedToDevelopment', 'AvailableInRelease', 'Closed');

-- CreateEnum
CREATE TYPE "Priority" AS ENUM ('Low', 'Medium', 'High', 'Critical');

-- CreateEnum
CREATE TYPE "Source" AS ENUM ('slack', 'teams', 'phone');

-- CreateEnum
CREATE TYPE "Side" AS ENUM ('contact', 'advisor');

-- CreateEnum
CREATE TYPE "PostKind" AS ENUM ('public', 'note', 'event');

-- CreateEnum
CREATE TYPE "DeliveryKind" AS ENUM ('card', 'post');

-- CreateEnum
CREATE TYPE "DeliveryState" AS ENUM ('pending', 'sending', 'sent', 'dead');

-- CreateTable
CREATE TABLE "account" (
    "id" SERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,
    "holidays" TEXT,
    "closed" TEXT[],
    "active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "PersonKind" NOT NULL,
    "account_id" INTEGER,
    "contact_type" "ContactType",
    "lead" BOOLEAN NOT NULL DEFAULT false,
    "team" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "changed_in_chat_at" TIMESTAMPTZ(3),

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity" (
    "id" SERIAL NOT NULL,
    "platform" "Platform" NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "home_workspace" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "direct_channel" TEXT,
    "timezone" TEXT,
    "person_id" INTEGER,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "identity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workspace" (
    "platform" "Platform" NOT NULL,
    "external_id" TEXT NOT NULL,
    "account_id" INTEGER,
    "active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "workspace_pkey" PRIMARY KEY ("platform","external_id")
);

-- CreateTable
CREATE TABLE "channel" (
    "id" SERIAL NOT NULL,
    "platform" "Platform" NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "purposes" "ChannelPurpose"[],
    "modules" TEXT[],
    "team" TEXT,
    "account_id" INTEGER,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "changed_in_chat_at" TIMESTAMPTZ(3),

    CONSTRAINT "channel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "installation" (
    "platform" "Platform" NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "enterprise_id" TEXT,
    "name" TEXT,
    "app_id" TEXT,
    "bot_user_id" TEXT,
    "bot_id" TEXT,
    "scopes" TEXT[],
    "token" TEXT NOT NULL,
    "installed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("platform","workspace_id")
);

-- CreateTable
CREATE TABLE "case" (
    "id" SERIAL NOT NULL,
    "number" SERIAL NOT NULL,
    "account_id" INTEGER NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "advisor_id" INTEGER,
    "status" "Status" NOT NULL DEFAULT 'New',
    "asked_from" "Status",
    "priority" "Priority" NOT NULL,
    "subject" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "replication_steps" TEXT,
    "expected" TEXT,
    "actual" TEXT,
    "environment" TEXT,
    "impact" TEXT,
    "module" TEXT NOT NULL,
    "case_type" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "due_date" DATE,
    "due_reason" TEXT,
    "source" "Source" NOT NULL,
    "source_link" TEXT,
    "phone_call_expected" BOOLEAN NOT NULL DEFAULT false,
    "scheduled_for" DATE,
    "answered" BOOLEAN NOT NULL DEFAULT false,
    "pending_post_id" INTEGER,
    "closed_at" TIMESTAMPTZ(3),
    "close_reason" TEXT,
    "previous_case_id" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "words" tsvector GENERATED ALWAYS AS (to_tsvector('english'::regconfig, subject) || to_tsvector('english'::regconfig, description)) STORED,

    CONSTRAINT "case_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "post" (
    "id" SERIAL NOT NULL,
    "case_id" INTEGER NOT NULL,
    "kind" "PostKind" NOT NULL,
    "action" TEXT,
    "author_id" INTEGER,
    "author_name" TEXT NOT NULL,
    "author_side" "Side",
    "platform" "Platform",
    "body" TEXT NOT NULL,
    "origin_lane_id" INTEGER,
    "origin_ref" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "edited_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "deleted_by" TEXT,
    "words" tsvector GENERATED ALWAYS AS (to_tsvector('english'::regconfig, body)) STORED,

    CONSTRAINT "post_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "post_revision" (
    "id" SERIAL NOT NULL,
    "post_id" INTEGER NOT NULL,
    "body" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "post_revision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "history_entry" (
    "id" SERIAL NOT NULL,
    "case_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" INTEGER,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "from" TEXT,
    "to" TEXT,
    "why" TEXT,

    CONSTRAINT "history_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recipient" (
    "case_id" INTEGER NOT NULL,
    "person_id" INTEGER NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "recipient_pkey" PRIMARY KEY ("case_id","person_id")
);

-- CreateTable
CREATE TABLE "lane" (
    "id" SERIAL NOT NULL,
    "platform" "Platform" NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT '-infinity'::timestamp with time zone,
    "lease_until" TIMESTAMPTZ(3),
    "fence" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "lane_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "conversation" (
    "id" SERIAL NOT NULL,
    "case_id" INTEGER NOT NULL,
    "lane_id" INTEGER NOT NULL,
    "side" "Side" NOT NULL,
    "person_id" INTEGER,
    "thread_ref" TEXT,

    CONSTRAINT "conversation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" SERIAL NOT NULL,
    "lane_id" INTEGER NOT NULL,
    "conversation_id" INTEGER NOT NULL,
    "case_id" INTEGER NOT NULL,
    "post_id" INTEGER,
    "kind" "DeliveryKind" NOT NULL,
    "wanted" INTEGER NOT NULL DEFAULT 1,
    "done" INTEGER NOT NULL DEFAULT 0,
    "gone" BOOLEAN NOT NULL DEFAULT false,
    "state" "DeliveryState" NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "external_id" TEXT,
    "error_code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "receipt" (
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "receipt_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "draft" (
    "id" TEXT NOT NULL,
    "person_id" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "link" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "draft_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "account_key_key" ON "account"("key");

-- CreateIndex
CREATE UNIQUE INDEX "person_email_key" ON "person"("email");

-- CreateIndex
CREATE INDEX "person_account_id_idx" ON "person"("account_id");

-- CreateIndex
CREATE INDEX "identity_person_id_idx" ON "identity"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "identity_platform_workspace_id_user_id_key" ON "identity"("platform", "workspace_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "channel_platform_workspace_id_channel_id_key" ON "channel"("platform", "workspace_id", "channel_id");

-- CreateIndex
CREATE UNIQUE INDEX "case_number_key" ON "case"("number");

-- CreateIndex
CREATE INDEX "case_words_idx" ON "case" USING GIN ("words");

-- CreateIndex
CREATE INDEX "case_subject_idx" ON "case" USING GIN ("subject" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "case_account_id_updated_at_id_idx" ON "case"("account_id", "updated_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "case_account_id_status_updated_at_idx" ON "case"("account_id", "status", "updated_at" DESC);

-- CreateIndex
CREATE INDEX "case_updated_at_id_idx" ON "case"("updated_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "case_advisor_id_updated_at_idx" ON "case"("advisor_id", "updated_at" DESC);

-- CreateIndex
CREATE INDEX "case_contact_id_updated_at_idx" ON "case"("contact_id", "updated_at" DESC);

-- CreateIndex
CREATE INDEX "post_words_idx" ON "post" USING GIN ("words");

-- CreateIndex
CREATE INDEX "post_case_id_id_idx" ON "post"("case_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "post_origin_lane_id_origin_ref_key" ON "post"("origin_lane_id", "origin_ref");

-- CreateIndex
CREATE INDEX "post_revision_post_id_idx" ON "post_revision"("post_id");

-- CreateIndex
CREATE INDEX "history_entry_case_id_id_idx" ON "history_entry"("case_id", "id");

-- CreateIndex
CREATE INDEX "recipient_person_id_idx" ON "recipient"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "lane_platform_workspace_id_channel_id_key" ON "lane"("platform", "workspace_id", "channel_id");

-- CreateIndex
CREATE INDEX "conversation_lane_id_thread_ref_idx" ON "conversation"("lane_id", "thread_ref");

-- CreateIndex
CREATE UNIQUE INDEX "conversation_case_id_lane_id_key" ON "conversation"("case_id", "lane_id");

-- CreateIndex
CREATE INDEX "delivery_case_id_kind_idx" ON "delivery"("case_id", "kind");

-- CreateIndex
CREATE INDEX "delivery_post_id_idx" ON "delivery"("post_id");

-- CreateIndex
CREATE INDEX "delivery_conversation_id_idx" ON "delivery"("conversation_id");

-- CreateIndex
CREATE INDEX "receipt_at_idx" ON "receipt"("at");

-- CreateIndex
CREATE INDEX "draft_created_at_idx" ON "draft"("created_at");

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity" ADD CONSTRAINT "identity_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workspace" ADD CONSTRAINT "workspace_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channel" ADD CONSTRAINT "channel_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case" ADD CONSTRAINT "case_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case" ADD CONSTRAINT "case_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case" ADD CONSTRAINT "case_advisor_id_fkey" FOREIGN KEY ("advisor_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case" ADD CONSTRAINT "case_previous_case_id_fkey" FOREIGN KEY ("previous_case_id") REFERENCES "case"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "post" ADD CONSTRAINT "post_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "post" ADD CONSTRAINT "post_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "post" ADD CONSTRAINT "post_origin_lane_id_fkey" FOREIGN KEY ("origin_lane_id") REFERENCES "lane"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "post_revision" ADD CONSTRAINT "post_revision_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "history_entry" ADD CONSTRAINT "history_entry_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recipient" ADD CONSTRAINT "recipient_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recipient" ADD CONSTRAINT "recipient_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_lane_id_fkey" FOREIGN KEY ("lane_id") REFERENCES "lane"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_lane_id_fkey" FOREIGN KEY ("lane_id") REFERENCES "lane"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "draft" ADD CONSTRAINT "draft_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand, because Prisma cannot say it (the generated columns "words" above are by hand, too):

-- Case numbers start at CB-10001: five digits that nobody mistakes for a count.
ALTER SEQUENCE "case_number_seq" START WITH 10001 RESTART;

-- The search "subject starts with" within an account.
CREATE INDEX "case_account_subject_prefix" ON "case" ("account_id", lower("subject") text_pattern_ops);

-- What the workers look through: empty when everything is delivered, however much has been.
CREATE INDEX "delivery_waiting" ON "delivery" ("lane_id", "id") WHERE "state" IN ('pending', 'sending');

-- What an advisor sees on the case, and the operator lists.
CREATE INDEX "delivery_dead" ON "delivery" ("case_id") WHERE "state" = 'dead';
