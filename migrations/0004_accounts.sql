-- People have accounts of their own: a password set by a link that is used once, sign-ins that can be
-- told apart and ended, roles whose conflicts are accepted for a written reason; and owners and operators
-- manage them over HTTP, so that `revoir_app` may write where it could only read.

-- no password: invited, and not yet accepted
alter table members alter column password_hash drop not null;
alter table members add column last_seen_on date;

-- why one person may watch `support` and also `ux` or `errors` of one site
alter table role_grants add column exception text check (length(exception) between 1 and 500);

alter table sessions
    add column id      uuid not null unique default gen_random_uuid(),
    add column device  text not null default 'unknown' check (device in ('desktop', 'tablet', 'mobile', 'unknown')),
    add column browser text not null default 'other' check (browser in ('chrome', 'edge', 'firefox', 'safari', 'other'));
alter table sessions alter column id drop default, alter column device drop default, alter column browser drop default;

-- Lets one member set a password once. The token is in the link only; here lies its SHA-256. A member's
-- newer link replaces the older.
create table links (
    token_hash      bytea       primary key check (length(token_hash) = 32),
    organisation_id uuid        not null,
    member_id       uuid        not null unique,
    kind            text        not null check (kind in ('invitation', 'reset')),
    created_at      timestamptz not null,
    expires_at      timestamptz not null check (expires_at > created_at),
    foreign key (member_id, organisation_id) references members (id, organisation_id) on delete cascade
);

-- That a page of this origin asked for the policy of a site; to the minute, for seven days, of no visitor.
create table sightings (
    organisation_id uuid        not null,
    site_id         uuid        not null,
    origin          text        not null check (length(origin) between 1 and 200),
    -- whether it was one of the site's
    allowed         boolean     not null,
    seen_at         timestamptz not null check (date_trunc('minute', seen_at, 'UTC') = seen_at),
    primary key (site_id, origin),
    foreign key (site_id, organisation_id) references sites (id, organisation_id) on delete cascade
);
create index on sightings (seen_at);

-- when one that schedules itself was last done, and whether the last attempt failed (`failure` says why,
-- and may name more than an operator needs)
alter table jobs add column done_at timestamptz;
alter table jobs add column failed boolean not null generated always as (failure is not null) stored;

alter table links     enable row level security;
alter table sightings enable row level security;
alter table jobs      enable row level security;

create policy tenant on links     to revoir_app using (organisation_id = tenant());
create policy tenant on sightings to revoir_app using (organisation_id = tenant());
create policy by_token on links for select to revoir_app using (token_hash = decode(named('link'), 'hex'));

-- An operator's transaction names `installation`: it lists organisations and founds one, counts members and
-- sites, and sees how jobs fare; recordings and sessions have no such policy.
create policy list         on organisations for select to revoir_app using (named('installation') = 'operate');
create policy found        on organisations for insert to revoir_app with check (named('installation') = 'operate');
create policy installation on members       for select to revoir_app using (named('installation') = 'operate');
create policy installation on sites         for select to revoir_app using (named('installation') = 'operate');
create policy installation on jobs          for select to revoir_app using (named('installation') = 'operate');
create policy leave        on jobs          for insert to revoir_app with check (true);

grant insert on organisations, sites, policies, role_grants to revoir_app;
grant insert, delete on members to revoir_app;
grant delete on role_grants to revoir_app;
grant update (password_hash, last_seen_on) on members to revoir_app;
grant update (name, origins) on sites to revoir_app;
grant select, insert, delete on links, sightings to revoir_app;
grant update (token_hash, kind, created_at, expires_at) on links to revoir_app;
grant update (allowed, seen_at) on sightings to revoir_app;
grant select (kind, run_at, attempts, failed, done_at) on jobs to revoir_app;
