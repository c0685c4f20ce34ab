-- Indexes of columns that few deliveries have: a card or a post was written to all of them. Comparing such a column with anything but null lets
-- PostgreSQL use them, as foreign keys do.
drop index delivery_post_id_idx;
create index delivery_of_post on delivery (post_id) where post_id is not null;
drop index delivery_file_id_idx;
create index delivery_of_file on delivery (file_id) where file_id is not null;
drop index delivery_banner_id_kind_idx;
create index delivery_of_banner on delivery (banner_id, kind) where banner_id is not null;
drop index delivery_notice_id_idx;
create index delivery_of_notice on delivery (notice_id) where notice_id is not null;
drop index delivery_cluster_id_idx;
create index delivery_of_cluster on delivery (cluster_id) where cluster_id is not null;
drop index delivery_outage_id_idx;
create index delivery_of_outage on delivery (outage_id) where outage_id is not null;
drop index delivery_channel_change_id_idx;
create index delivery_of_channel_change on delivery (channel_change_id) where channel_change_id is not null;

-- Deliveries that are no longer needed were found by it; now they are found by walking the table.
drop index delivery_sent_at_idx;

-- Every new case asks for its queue, among the channels of all districts.
create index channel_queue on channel (id) where 'queue' = any(purposes) and active;
