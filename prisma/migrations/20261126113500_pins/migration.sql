-- CreateIndex
CREATE INDEX "delivery_sent_at_idx" ON "delivery"("sent_at");

-- CreateIndex
CREATE INDEX "banner_pinned_notice_id_pin_at_idx" ON "banner"("pinned", "notice_id", "pin_at");
