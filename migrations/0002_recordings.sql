-- What is recorded. Bytes lie in `chunks` as received and in `frames` once settled; both are ciphertext
-- under the recording's own key, which lies in the key ring and never here.

create table recordings (
    id                uuid        primary key,
    organisation_id   uuid        not null,
    site_id           uuid        not null,
    purpose           text        not null check (purpose in ('support', 'ux', 'errors')),
    policy_version    integer     not null check (policy_version >= 1),
    state             text        not null default 'open' check (state in ('open', 'settled')),
    -- an exact time would link the recordings of one visitor (MEASURES, I1)
    opened_hour       timestamptz not null check (date_trunc('hour', opened_hour, 'UTC') = opened_hour),
    expires_at        timestamptz not null,
    device            text        not null check (device in ('desktop', 'tablet', 'mobile', 'unknown')),
    browser           text        not null check (browser in ('chrome', 'edge', 'firefox', 'safari', 'other')),
    entry_route       text        check (length(entry_route) <= 256),
    masked_on_arrival bigint      not null default 0 check (masked_on_arrival >= 0),
    receipt_hash      bytea       unique check (length(receipt_hash) = 32),
    -- where the key ring holds its data key
    slot_bucket       text        not null,
    slot_number       integer     not null check (slot_number >= 0),
    -- live: erased when it is settled
    last_batch_at     timestamptz,
    closes_at         timestamptz,
    received_bytes    bigint      check (received_bytes >= 0),
    -- from settling on
    bucket            text,
    duration_band     text        check (duration_band in ('under_1_min', 'under_5_min', 'under_15_min', 'under_30_min', 'over_30_min')),
    -- imports only: where it came from
    imported          boolean     not null default false,
    collected_for     text        check (collected_for in ('support', 'ux', 'errors')),
    basis             text,
    collected_on      date,
    foreign key (site_id, organisation_id) references sites (id, organisation_id),
    unique (id, organisation_id),
    check ((state = 'open') = (bucket is null)),
    check ((state = 'open') = (closes_at is not null)),
    check (imported = (collected_on is not null))
);
create index on recordings (site_id, purpose, opened_hour desc, id);
create index on recordings (closes_at) where state = 'open';
create index on recordings (bucket);

-- One batch as stored, by hour of arrival. `digest` is keyed by the recording's key: it recognises the
-- same batch again and tells nothing to who lacks the key.
create table chunks (
    organisation_id uuid        not null,
    recording_id    uuid        not null,
    seq             integer     not null check (seq between 0 and 65535),
    arrived_hour    timestamptz not null,
    digest          bytea       not null check (length(digest) = 32),
    bytes           bytea       not null,
    primary key (recording_id, seq, arrived_hour)
) partition by range (arrived_hour);
alter table chunks alter column bytes set storage external;

-- What is kept, by expiry: a bucket goes by one drop.
create table frames (
    organisation_id uuid    not null,
    recording_id    uuid    not null,
    bucket          text    not null,
    ordinal         integer not null check (ordinal >= 0),
    bytes           bytea   not null,
    primary key (bucket, recording_id, ordinal)
) partition by list (bucket);
alter table frames alter column bytes set storage external;

alter table recordings enable row level security;
alter table chunks     enable row level security;
alter table frames     enable row level security;

create policy tenant on recordings to revoir_app using (organisation_id = tenant());
create policy tenant on chunks     to revoir_app using (organisation_id = tenant());
create policy tenant on frames     to revoir_app using (organisation_id = tenant());
create policy by_receipt on recordings for select to revoir_app
    using (receipt_hash = decode(named('receipt'), 'hex'));

grant select, insert, delete on recordings to revoir_app;
grant select, delete on chunks, frames to revoir_app;
