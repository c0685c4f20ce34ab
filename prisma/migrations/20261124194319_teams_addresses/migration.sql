-- CreateTable
CREATE TABLE "address" (
    "platform" "Platform" NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "service_url" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "address_pkey" PRIMARY KEY ("platform","workspace_id","channel_id")
);

-- CreateIndex
CREATE INDEX "delivery_lane_id_external_id_idx" ON "delivery"("lane_id", "external_id");
