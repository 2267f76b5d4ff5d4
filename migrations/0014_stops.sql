-- A purpose can be stopped at once, whatever its policy says; and a draft can be tried on origins that the site
-- declares for it, under a version of its own that ends by itself.

-- While there is a row, nothing of the purpose is opened or taken in.
create table stops (
    organisation_id uuid        not null,
    site_id         uuid        not null,
    purpose         text        not null check (purpose in ('support', 'ux', 'errors')),
    stopped_at      timestamptz not null,
    -- the name of who did it, as it was then; why stands beside the audit log
    stopped_by      text        not null check (length(stopped_by) between 1 and 200),
    primary key (site_id, purpose),
    foreign key (site_id, organisation_id) references sites (id, organisation_id) on delete cascade
);

alter table stops enable row level security;
create policy tenant on stops to revoir_app using (organisation_id = tenant());
grant select, insert, delete on stops to revoir_app;

-- Where drafts are tried.
alter table sites add column test_origins text[] not null default '{}';
grant update (test_origins) on sites to revoir_app;

-- Until when a draft is tried under this version; absent in what was published.
alter table policies
    add column trial_until timestamptz,
    add check (trial_until is null or published_by is null);
grant update (trial_until) on policies to revoir_app;

-- Whether it was made under a draft that was tried.
alter table recordings add column trial boolean not null default false;

-- Whether a version of a purpose's policy still collects: the purpose is not stopped, nothing newer is published
-- (for what is tried: nor tried), and its trial is not over.
create function collects(of_site uuid, of_purpose text, of_version integer, at timestamptz) returns boolean
language sql stable
return not exists (select from stops where site_id = of_site and purpose = of_purpose)
   and not exists (
       select from policies own join policies other on other.site_id = own.site_id and other.purpose = own.purpose
       where own.site_id = of_site and own.purpose = of_purpose and own.version = of_version
         and (own.trial_until <= at
              or other.version > own.version and (other.trial_until is null or own.trial_until is not null)));
