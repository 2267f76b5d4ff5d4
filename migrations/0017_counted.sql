-- A site's releases are kept, so that recordings are found by the one that they were opened under; and it is counted
-- how often each trigger fires, so that one that always does is seen.

-- A release of a site. It is forgotten when the one after it is older than any recording.
alter table releases drop constraint releases_pkey, add primary key (site_id, at);
revoke update on releases from revoir_app;

-- Of the visits that ended on a day and whose verdict looked for a trigger: how many there were, and in how many it
-- fired. Of no recording; forgotten after eight days.
create table firings (
    organisation_id uuid   not null,
    site_id         uuid   not null,
    purpose         text   not null check (purpose in ('support', 'ux', 'errors')),
    day             date   not null,
    -- as its policy names it: 'rage_click', 'custom:lost'
    trigger         text   not null,
    visits          bigint not null check (visits > 0),
    fired           bigint not null check (fired between 0 and visits),
    primary key (site_id, purpose, day, trigger),
    foreign key (site_id, organisation_id) references sites (id, organisation_id) on delete cascade
);
create index on firings (day);

alter table firings enable row level security;
create policy tenant on firings to revoir_app using (organisation_id = tenant());
grant select on firings to revoir_app;
