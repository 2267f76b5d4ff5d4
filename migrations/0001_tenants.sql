-- Who uses the server: organisations, their sites, their members and what each may do.
--
-- Two roles (docs/decisions/0003): `revoir_owner` owns everything here, migrates, ingests and runs jobs;
-- `revoir_app` is taken by every transaction that serves people or visitors, and row-level security shows
-- it one organisation. A few rows must be found before the organisation is known: by the site's public
-- key, by the e-mail of someone who signs in, by the hash of a session's token, by the hash of a receipt.
-- Each has a setting of its own, so that nothing is ever visible without naming it exactly.

create function tenant() returns uuid language sql stable
    return nullif(current_setting('revoir.organisation', true), '')::uuid;

create function named(setting text) returns text language sql stable
    return nullif(current_setting('revoir.' || setting, true), '');

create table organisations (
    id         uuid        primary key,
    name       text        not null check (length(name) between 1 and 200),
    created_at timestamptz not null
);

create table sites (
    id              uuid        primary key,
    organisation_id uuid        not null references organisations,
    key             text        not null unique check (key ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    name            text        not null check (length(name) between 1 and 200),
    -- exact origins such as https://shop.example; `loopback` stands for any loopback address (demo only)
    origins         text[]      not null,
    created_at      timestamptz not null,
    unique (id, organisation_id)
);

-- One published version of the policy of one purpose of one site; never updated.
create table policies (
    id              uuid        primary key,
    organisation_id uuid        not null,
    site_id         uuid        not null,
    purpose         text        not null check (purpose in ('support', 'ux', 'errors')),
    version         integer     not null check (version >= 1),
    document        jsonb       not null,
    published_at    timestamptz not null,
    unique (site_id, purpose, version),
    foreign key (site_id, organisation_id) references sites (id, organisation_id)
);

create table members (
    id              uuid        primary key,
    organisation_id uuid        not null references organisations,
    email           text        not null unique check (email = lower(email) and email like '%_@_%'),
    name            text        not null check (length(name) between 1 and 200),
    password_hash   text        not null,
    created_at      timestamptz not null,
    unique (id, organisation_id)
);

-- A role held for sites and purposes until a date. No site or purpose: all that the role allows.
create table role_grants (
    id              uuid        primary key,
    organisation_id uuid        not null,
    member_id       uuid        not null,
    role            text        not null check (role in ('owner', 'dpo', 'approver', 'agent', 'analyst', 'developer', 'auditor', 'operator')),
    site_id         uuid,
    purpose         text        check (purpose in ('support', 'ux', 'errors')),
    until           timestamptz not null,
    foreign key (member_id, organisation_id) references members (id, organisation_id) on delete cascade,
    foreign key (site_id, organisation_id) references sites (id, organisation_id)
);
create index on role_grants (member_id);

-- A sign-in. The token itself is in the member's cookie only; here lies its SHA-256.
create table sessions (
    token_hash      bytea       primary key check (length(token_hash) = 32),
    organisation_id uuid        not null,
    member_id       uuid        not null,
    created_at      timestamptz not null,
    last_seen_at    timestamptz not null,
    foreign key (member_id, organisation_id) references members (id, organisation_id) on delete cascade
);
create index on sessions (member_id);

alter table organisations enable row level security;
alter table sites         enable row level security;
alter table policies      enable row level security;
alter table members       enable row level security;
alter table role_grants   enable row level security;
alter table sessions      enable row level security;

create policy tenant on organisations to revoir_app using (id = tenant());
create policy tenant on sites         to revoir_app using (organisation_id = tenant());
create policy tenant on policies      to revoir_app using (organisation_id = tenant());
create policy tenant on members       to revoir_app using (organisation_id = tenant());
create policy tenant on role_grants   to revoir_app using (organisation_id = tenant());
create policy tenant on sessions      to revoir_app using (organisation_id = tenant());

create policy by_key   on sites    for select to revoir_app using (key = named('site_key'));
create policy by_email on members  for select to revoir_app using (email = named('email'));
create policy by_token on sessions for select to revoir_app using (token_hash = decode(named('session'), 'hex'));

grant select on organisations, sites, policies, members, role_grants to revoir_app;
grant select, insert, delete on sessions to revoir_app;
grant update (last_seen_at) on sessions to revoir_app;
