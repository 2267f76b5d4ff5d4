-- A site files so many proofs of consent an hour; how many were refused beyond is kept as long as proofs are.

create table refused_proofs (
    organisation_id uuid        not null,
    site_id         uuid        not null,
    hour            timestamptz not null check (hour = date_trunc('hour', hour, 'UTC')),
    -- one that is sent again is counted again
    count           bigint      not null check (count >= 1),
    primary key (site_id, hour),
    foreign key (site_id, organisation_id) references sites (id, organisation_id) on delete cascade
);

alter table refused_proofs enable row level security;
create policy tenant on refused_proofs to revoir_app using (organisation_id = tenant());
grant select, insert, update on refused_proofs to revoir_app;
