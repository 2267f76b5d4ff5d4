-- An erasure is certified once a second look has found nothing left; visitors' own erasures are remembered too.

alter table erasures
    -- the day on which the last copy dies, a backup's included; absent for what was erased before there were certificates
    add column last_copy_dies_on date,
    -- where the key lay, until the second look has found the slot empty
    add column slot_bucket       text,
    add column slot_number       integer check (slot_number >= 0),
    -- the signed certificate, to the byte
    add column certificate       text check (length(certificate) between 1 and 2000),
    add check ((slot_bucket is null) = (slot_number is null)),
    add check (slot_bucket is null or certificate is null);
create index on erasures (recording_id);
create index on erasures (id) where slot_bucket is not null;

-- What a breach may concern, and since when the 72 hours run.
create table incidents (
    id              uuid        primary key,
    organisation_id uuid        not null,
    site_id         uuid        not null,
    -- what it concerns: a purpose, the route of a first page, a rule of the policy, hours of opening; absent for any
    purpose         text        check (purpose in ('support', 'ux', 'errors')),
    route           text        check (length(route) between 1 and 500),
    rule            text        check (length(rule) between 1 and 500),
    opened_from     timestamptz,
    opened_until    timestamptz,
    learned_at      timestamptz not null,
    -- the name of who told of it, as it was then
    told_by         text        not null check (length(told_by) between 1 and 200),
    foreign key (site_id, organisation_id) references sites (id, organisation_id) on delete cascade
);
create index on incidents (site_id, id desc);

-- While there is a row, nobody lists, watches or takes out recordings of the purpose; visitors' rights go on.
create table freezes (
    organisation_id uuid        not null,
    site_id         uuid        not null,
    purpose         text        not null check (purpose in ('support', 'ux', 'errors')),
    frozen_at       timestamptz not null,
    -- the name of who did it, as it was then; why stands beside the audit log
    frozen_by       text        not null check (length(frozen_by) between 1 and 200),
    primary key (site_id, purpose),
    foreign key (site_id, organisation_id) references sites (id, organisation_id) on delete cascade
);

alter table incidents enable row level security;
alter table freezes   enable row level security;
create policy tenant on incidents to revoir_app using (organisation_id = tenant());
create policy tenant on freezes   to revoir_app using (organisation_id = tenant());
grant select, insert on incidents to revoir_app;
grant select, insert, delete on freezes to revoir_app;

-- A transaction that may watch or export says so; of what is frozen it finds nothing.
create policy frozen on recordings as restrictive for select to revoir_app
    using (named('watching') is distinct from 'on'
        or not exists (select from freezes f where f.site_id = recordings.site_id and f.purpose = recordings.purpose));
