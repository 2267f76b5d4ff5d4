-- What was in force at an instant, and what became of recordings on a day, can be shown afterwards: the bytes that
-- browsers were served are kept, and each day ends with a signed statement per purpose.

-- A file of the SDK as this installation served it. Of the installation, not of a tenant: everyone is served the same.
-- A file that came back after another was served is one row, from its first day to its last.
create table served_files (
    path            text        not null check (length(path) between 1 and 200),
    sha256          bytea       not null,
    bytes           bytea       not null,
    first_served_at timestamptz not null,
    last_served_at  timestamptz not null check (last_served_at >= first_served_at),
    primary key (path, sha256),
    check (sha256 = sha256(bytes))
);

-- What became of the recordings of a purpose of a site on a day (UTC) that is over: `document` is JSON, and what is
-- signed is exactly its bytes.
create table statements (
    organisation_id uuid  not null,
    site_id         uuid  not null,
    purpose         text  not null check (purpose in ('support', 'ux', 'errors')),
    day             date  not null,
    document        text  not null check (length(document) between 2 and 10000),
    signature       bytea not null check (length(signature) = 64),
    primary key (site_id, purpose, day),
    foreign key (site_id, organisation_id) references sites (id, organisation_id) on delete cascade
);

-- served_files has no policy: only the owner of the tables reads it
alter table served_files enable row level security;
alter table statements   enable row level security;
create policy tenant on statements to revoir_app using (organisation_id = tenant());
grant select on statements to revoir_app;
