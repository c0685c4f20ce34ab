CREATE TABLE "workspace_pace" (
    "platform" "TransportName" NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "acts" TEXT NOT NULL,
    "version" BIGINT NOT NULL DEFAULT 1,
    "calls" JSONB NOT NULL,

    CONSTRAINT "workspace_pace_pkey" PRIMARY KEY ("platform","workspace_id","acts")
);
