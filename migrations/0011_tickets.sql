-- A publisher's other systems tell of tickets and releases, by tokens of one site, and retention may last until either.

-- Lets a program tell of one site. The token itself is shown once; here lies its SHA-256.
create table tokens (
    id              uuid        primary key,
    organisation_id uuid        not null,
    site_id         uuid        not null,
    name            text        not null check (length(name) between 1 and 200),
    token_hash      bytea       not null unique check (length(token_hash) = 32),
    created_at      timestamptz not null,
    -- the instant from which it no longer counts
    until           timestamptz not null check (until > created_at and until <= created_at + interval '367 days'),
    foreign key (site_id, organisation_id) references sites (id, organisation_id) on delete cascade
);
create index on tokens (site_id);

-- A ticket that names a customer, until it is closed or 30 days old.
create table tickets (
    organisation_id uuid        not null,
    site_id         uuid        not null,
    -- what people call it; it goes with the row
    reference       text        not null check (length(reference) between 1 and 200),
    -- all under which recordings for `support` of its customers may lie; the identifiers themselves are nowhere
    pseudonyms      bytea[]     not null check (cardinality(pseudonyms) > 0),
    -- when it last named somebody new
    asked_at        timestamptz not null,
    -- whether the trigger has fired for what was there
    fired           boolean     not null default false,
    closed          boolean     not null default false,
    primary key (site_id, reference),
    foreign key (site_id, organisation_id) references sites (id, organisation_id) on delete cascade
);

-- The last release of a site: what was opened before its hour expires where its policy says so.
create table releases (
    organisation_id uuid        not null,
    site_id         uuid        primary key,
    version         text        not null check (length(version) between 1 and 200),
    at              timestamptz not null,
    foreign key (site_id, organisation_id) references sites (id, organisation_id) on delete cascade
);

alter table recordings
    -- live: when a ticket asked for it
    add column requested_at   timestamptz,
    -- it has ended without a trigger, and is not judged before: a ticket may still ask for it
    add column waits_until    timestamptz,
    -- in the bucket `held`: when it would expire without a ticket
    add column ordinary_until timestamptz,
    add check (requested_at is null or state = 'open'),
    add check (waits_until is null or verdict_by is not null),
    add check ((bucket like '%-held') = (ordinary_until is not null));

alter table tokens   enable row level security;
alter table tickets  enable row level security;
alter table releases enable row level security;

create policy tenant on tokens   to revoir_app using (organisation_id = tenant());
create policy tenant on tickets  to revoir_app using (organisation_id = tenant());
create policy tenant on releases to revoir_app using (organisation_id = tenant());
create policy by_token on tokens for select to revoir_app using (token_hash = decode(named('token'), 'hex'));

grant select, insert, delete on tokens to revoir_app;
grant select, insert, update on tickets, releases to revoir_app;
