-- What reached the server in the clear is told to the publisher, and addresses that a site has are learned from
-- its own list, so that their patterns may be kept.

-- How often the server had to mask what a visitor's browser should have masked: of a site, on a day, at a place
-- in an event (its type, the source of an increment, a field or attribute of `tests/vectors/fields.json`). Never
-- a value, never of which recording. Forgotten after 30 days.
create table warnings (
    organisation_id uuid     not null,
    site_id         uuid     not null,
    day             date     not null,
    type            smallint not null check (type between 2 and 4),
    -- of increments alone
    source          smallint check ((source is null) = (type <> 3) and source between 0 and 15),
    path            text     not null check (path ~ '^data[].()A-Za-z0-9:_[-]{1,95}$'),
    count           bigint   not null check (count > 0),
    unique nulls not distinct (site_id, day, type, source, path),
    foreign key (site_id, organisation_id) references sites (id, organisation_id) on delete cascade
);
create index on warnings (day);

-- Patterns of a site's addresses, from a list of its own: kept like the routes that policies declare.
create table learned_routes (
    organisation_id uuid        not null,
    site_id         uuid        not null,
    pattern         text        not null check (pattern ~ '^/[^[:space:]?#*]*$' and octet_length(pattern) <= 256),
    learned_at      timestamptz not null,
    primary key (site_id, pattern),
    foreign key (site_id, organisation_id) references sites (id, organisation_id) on delete cascade
);

alter table warnings       enable row level security;
alter table learned_routes enable row level security;

create policy tenant on warnings       to revoir_app using (organisation_id = tenant());
create policy tenant on learned_routes to revoir_app using (organisation_id = tenant());

grant select on warnings to revoir_app;
grant select, insert, delete on learned_routes to revoir_app;
