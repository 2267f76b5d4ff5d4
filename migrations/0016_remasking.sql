-- What is settled can be rewritten under the stricter masks of the policy in force.

-- By which version what is stored of a purpose is rewritten, also what is settled later.
create table remaskings (
    organisation_id uuid    not null,
    site_id         uuid    not null,
    purpose         text    not null check (purpose in ('support', 'ux', 'errors')),
    version         integer not null check (version >= 1),
    primary key (site_id, purpose),
    foreign key (site_id, organisation_id) references sites (id, organisation_id) on delete cascade
);

alter table remaskings enable row level security;
create policy tenant on remaskings to revoir_app using (organisation_id = tenant());
grant select, insert on remaskings to revoir_app;
grant update (version) on remaskings to revoir_app;

alter table recordings
    -- the version by which it was rewritten last; absent where it never was
    add column remasked_version  integer check (remasked_version >= 1),
    -- for how long it is kept since then: the shortest of its own policy and those that rewrote it
    add column retention_minutes integer check (retention_minutes >= 1),
    add check ((remasked_version is null) = (retention_minutes is null));
