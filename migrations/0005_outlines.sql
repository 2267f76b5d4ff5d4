-- What people add to recordings and what is told of them: outlines, notes, erasures, saved views.

-- What is told of a settled recording before its events: where its pages and pieces lie, and what was
-- done. Ciphertext under the recording's own key; it goes with its bucket, as frames do.
create table outlines (
    organisation_id uuid  not null,
    recording_id    uuid  not null,
    bucket          text  not null,
    timeline        bytea not null,
    transcript      bytea not null,
    primary key (bucket, recording_id)
) partition by list (bucket);
create index on outlines (recording_id);
alter table outlines alter column transcript set storage external;

-- A note on a moment of a recording. `bytes` is moment and text, as ciphertext under the recording's own key,
-- so that a note is erased with what it is about.
create table notes (
    id              uuid        primary key,
    organisation_id uuid        not null,
    recording_id    uuid        not null,
    member_id       uuid,
    bytes           bytea       not null,
    created_at      timestamptz not null,
    foreign key (recording_id, organisation_id) references recordings (id, organisation_id) on delete cascade,
    foreign key (member_id, organisation_id) references members (id, organisation_id) on delete set null (member_id)
);
create index on notes (recording_id);

-- That a recording was erased by someone, and why. Holds nothing of the recording but its id.
create table erasures (
    id              uuid        primary key,
    organisation_id uuid        not null,
    site_id         uuid        not null,
    purpose         text        not null check (purpose in ('support', 'ux', 'errors')),
    recording_id    uuid        not null,
    -- the name of who did it as it was then, or `cli`
    by_name         text        not null check (length(by_name) between 1 and 200),
    reason          text        check (reason in ('visitor_asked', 'collected_by_mistake', 'no_longer_needed', 'other')),
    words           text        check (length(words) between 1 and 500),
    erased_at       timestamptz not null,
    foreign key (site_id, organisation_id) references sites (id, organisation_id)
);
create index on erasures (site_id, purpose, id desc);

-- A search that someone keeps under a name: the query of the list's address.
create table views (
    id              uuid        primary key,
    organisation_id uuid        not null,
    member_id       uuid        not null,
    site_id         uuid        not null,
    purpose         text        not null check (purpose in ('support', 'ux', 'errors')),
    name            text        not null check (length(name) between 1 and 80),
    query           text        not null check (length(query) <= 500),
    created_at      timestamptz not null,
    foreign key (member_id, organisation_id) references members (id, organisation_id) on delete cascade,
    foreign key (site_id, organisation_id) references sites (id, organisation_id)
);
create index on views (member_id, site_id, purpose);

alter table outlines enable row level security;
alter table notes    enable row level security;
alter table erasures enable row level security;
alter table views    enable row level security;

create policy tenant on outlines to revoir_app using (organisation_id = tenant());
create policy tenant on notes    to revoir_app using (organisation_id = tenant());
create policy tenant on erasures to revoir_app using (organisation_id = tenant());
create policy tenant on views    to revoir_app using (organisation_id = tenant());

grant select, delete on outlines to revoir_app;
grant select, insert, delete on notes, views to revoir_app;
grant select, insert on erasures to revoir_app;
