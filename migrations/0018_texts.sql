-- What visitors are told and agree to is kept with its versions, each decision of theirs is proven without saying
-- whose it was, and how they were asked is filed.

-- What the texts of a site said under a version. A row is never changed; the newest is in force.
create table texts (
    organisation_id uuid        not null,
    site_id         uuid        not null,
    -- counts from 1 per site
    number          integer     not null check (number >= 1),
    text_version    text        not null check (length(text_version) between 1 and 32),
    -- JSON in both languages, as visitors' browsers are served it
    content         text        not null check (length(content) between 2 and 200000),
    hash            bytea       not null check (hash = sha256(convert_to(content, 'UTF8'))),
    -- the policies that it was made from
    policies        jsonb       not null,
    since           timestamptz not null,
    -- whether it goes further than the one before, so that consent to that does not count any more
    material        boolean     not null,
    primary key (site_id, number),
    foreign key (site_id, organisation_id) references sites (id, organisation_id) on delete cascade
);

-- Decisions of the hour that is not over, one row each; they move to a batch, in the order of their random ids, so
-- that nothing tells in which order they came.
create table proofs (
    id              uuid        primary key,
    organisation_id uuid        not null,
    site_id         uuid        not null,
    hour            timestamptz not null check (hour = date_trunc('hour', hour, 'UTC')),
    -- JSON, to the byte
    document        text        not null check (length(document) between 2 and 1000),
    foreign key (site_id, organisation_id) references sites (id, organisation_id) on delete cascade
);

-- The decisions of an hour: a line of JSON each. The hash covers the batch before, and is signed.
create table proof_batches (
    organisation_id uuid        not null,
    site_id         uuid        not null,
    -- counts from 1 per site, without a gap
    number          integer     not null check (number >= 1),
    hour            timestamptz not null check (hour = date_trunc('hour', hour, 'UTC')),
    document        text        not null,
    previous        bytea       not null check (length(previous) = 32),
    hash            bytea       not null check (length(hash) = 32),
    signature       bytea       not null check (length(signature) = 64),
    primary key (site_id, number),
    foreign key (site_id, organisation_id) references sites (id, organisation_id) on delete cascade
);

-- How visitors are asked under a version of the texts: the banner's or CMP's configuration, and what it looks like.
create table processes (
    id              uuid        primary key,
    organisation_id uuid        not null,
    site_id         uuid        not null,
    text_version    text        not null check (length(text_version) between 1 and 32),
    media           text        not null check (media in ('text/plain', 'image/png', 'image/webp')),
    -- the day on which it was so, as whoever filed it says
    taken_on        date        not null,
    bytes           bytea       not null check (length(bytes) between 1 and 1048576),
    filed_at        timestamptz not null,
    -- the name of who filed it, as it was then
    filed_by        text        not null check (length(filed_by) between 1 and 200),
    foreign key (site_id, organisation_id) references sites (id, organisation_id) on delete cascade
);

alter table texts         enable row level security;
alter table proofs        enable row level security;
alter table proof_batches enable row level security;
alter table processes     enable row level security;
create policy tenant on texts         to revoir_app using (organisation_id = tenant());
create policy tenant on proofs        to revoir_app using (organisation_id = tenant());
create policy tenant on proof_batches to revoir_app using (organisation_id = tenant());
create policy tenant on processes     to revoir_app using (organisation_id = tenant());
grant select, insert on texts to revoir_app;
grant select, insert on proofs to revoir_app;
grant select on proof_batches to revoir_app;
grant select, insert on processes to revoir_app;
