-- What awaits a verdict (L3, and L2 whose history lies on the server) is seen by nobody until it is given, and leaves
-- a count where it is not kept.

-- When the verdict is given at the latest. Absent once it is, and where none is awaited.
alter table recordings
    add column verdict_by timestamptz,
    add check (verdict_by is null or state = 'open');

-- Here and not in each query, so that none can forget it.
drop policy tenant on recordings;
create policy tenant on recordings to revoir_app
    using (organisation_id = tenant() and verdict_by is null)
    with check (organisation_id = tenant());
-- A visitor's own may go at any time.
create policy withdrawn on recordings for delete to revoir_app
    using (organisation_id = tenant() and receipt_hash = decode(named('receipt'), 'hex'));

-- How many recordings of a purpose that ended on a day were not kept. Forgotten after 366 days.
create table discards (
    organisation_id uuid   not null,
    site_id         uuid   not null,
    purpose         text   not null check (purpose in ('support', 'ux', 'errors')),
    day             date   not null,
    count           bigint not null check (count > 0),
    primary key (site_id, purpose, day),
    foreign key (site_id, organisation_id) references sites (id, organisation_id) on delete cascade
);
create index on discards (day);

alter table discards enable row level security;
create policy tenant on discards to revoir_app using (organisation_id = tenant());
grant select on discards to revoir_app;
