-- Renames tables, columns, types, indexes and constraints in place: no row is rewritten, and every index keeps its contents.

-- lane: destination
ALTER TYPE "Carrier" RENAME TO "TransportName";
ALTER TABLE "lane" RENAME TO "destination";
ALTER TABLE "destination" RENAME CONSTRAINT "lane_pkey" TO "destination_pkey";
ALTER SEQUENCE "lane_id_seq" RENAME TO "destination_id_seq";
ALTER INDEX "lane_platform_workspace_id_channel_id_key" RENAME TO "destination_platform_workspace_id_channel_id_key";

ALTER TABLE "conversation" RENAME COLUMN "lane_id" TO "destination_id";
ALTER TABLE "conversation" RENAME CONSTRAINT "conversation_lane_id_fkey" TO "conversation_destination_id_fkey";
ALTER INDEX "conversation_case_id_lane_id_key" RENAME TO "conversation_case_id_destination_id_key";
ALTER INDEX "conversation_lane_id_thread_ref_idx" RENAME TO "conversation_destination_id_thread_ref_idx";

ALTER TABLE "delivery" RENAME COLUMN "lane_id" TO "destination_id";
ALTER TABLE "delivery" RENAME CONSTRAINT "delivery_lane_id_fkey" TO "delivery_destination_id_fkey";
ALTER INDEX "delivery_lane_id_external_id_idx" RENAME TO "delivery_destination_id_external_id_idx";

ALTER TABLE "banner" RENAME COLUMN "lane_id" TO "destination_id";
ALTER TABLE "banner" RENAME CONSTRAINT "banner_lane_id_fkey" TO "banner_destination_id_fkey";
ALTER INDEX "banner_lane_id_idx" RENAME TO "banner_destination_id_idx";

ALTER TABLE "post" RENAME COLUMN "origin_lane_id" TO "origin_destination_id";
ALTER TABLE "post" RENAME COLUMN "origin_ref" TO "origin_message_id";
ALTER TABLE "post" RENAME CONSTRAINT "post_origin_lane_id_fkey" TO "post_origin_destination_id_fkey";
ALTER INDEX "post_origin_lane_id_origin_ref_key" RENAME TO "post_origin_destination_id_origin_message_id_key";

-- receipt: idempotency key
ALTER TABLE "receipt" RENAME TO "idempotency_key";
ALTER TABLE "idempotency_key" RENAME CONSTRAINT "receipt_pkey" TO "idempotency_key_pkey";
ALTER INDEX "receipt_at_idx" RENAME TO "idempotency_key_at_idx";

-- the versions of a delivery
ALTER TABLE "delivery" RENAME COLUMN "wanted" TO "desired_version";
ALTER TABLE "delivery" RENAME COLUMN "done" TO "delivered_version";
ALTER TABLE "delivery" RENAME COLUMN "gone" TO "withdrawn";

-- cases and posts
ALTER TABLE "case" RENAME COLUMN "release_told_at" TO "release_notified_at";
ALTER TABLE "case" RENAME COLUMN "incident_told_id" TO "last_incident_update_id";
ALTER TABLE "case" RENAME COLUMN "scheduled_what" TO "scheduled_work";
ALTER TABLE "case" RENAME COLUMN "words" TO "search_vector";
ALTER INDEX "case_words_idx" RENAME TO "case_search_vector_idx";
ALTER TABLE "post" RENAME COLUMN "words" TO "search_vector";
ALTER INDEX "post_words_idx" RENAME TO "post_search_vector_idx";

-- handovers
ALTER TABLE "handover" RENAME COLUMN "by_id" TO "requested_by_id";
ALTER TABLE "handover" RENAME COLUMN "left" TO "remaining";
ALTER TABLE "handover" RENAME CONSTRAINT "handover_by_id_fkey" TO "handover_requested_by_id_fkey";

-- notices
ALTER TABLE "notice" RENAME COLUMN "clock_at" TO "next_step_at";
ALTER TABLE "banner" RENAME COLUMN "pin_at" TO "next_pin_at";
ALTER INDEX "banner_pinned_notice_id_pin_at_idx" RENAME TO "banner_pinned_notice_id_next_pin_at_idx";
ALTER TABLE "cluster" RENAME COLUMN "words" TO "keywords";

-- values: an action of the history and of posts, and the error codes that are the product's own
UPDATE "history_entry" SET "action" = 'resumeScheduled' WHERE "action" = 'fallDue';
UPDATE "post" SET "action" = 'resume-scheduled' WHERE "action" = 'fall-due';
UPDATE "delivery" SET "error_code" = 'transport_failed' WHERE "error_code" = 'courier_failed';
UPDATE "delivery" SET "error_code" = 'render_failed' WHERE "error_code" = 'view_failed';
