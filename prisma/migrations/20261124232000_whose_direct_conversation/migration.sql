-- CreateIndex
CREATE INDEX "identity_workspace_id_direct_channel_idx" ON "identity"("workspace_id", "direct_channel");
