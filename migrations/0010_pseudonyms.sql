-- Under I2 and I3 a recording carries a pseudonym, by which an agent finds it from the customer's identifier: the
-- HMAC of the identifier under a key of one purpose of one site, which lies with the key ring and never here.

alter table recordings
    add column pseudonym bytea   check (length(pseudonym) = 32),
    -- whether the publisher's backend has proven the identifier
    add column verified  boolean,
    add check ((pseudonym is null) = (verified is null)),
    add check (pseudonym is null or not imported);
create index on recordings (site_id, purpose, pseudonym) where pseudonym is not null;

-- The hosts of a site for which pseudonyms were derived (I3), so that a lookup derives them again, also for one that
-- was taken off the site's origins since. Of the site, not of its visitors: no row says which recording, or when.
create table pseudonym_hosts (
    organisation_id uuid not null,
    site_id         uuid not null,
    host            text not null check (length(host) between 1 and 200),
    primary key (site_id, host),
    foreign key (site_id, organisation_id) references sites (id, organisation_id) on delete cascade
);

alter table pseudonym_hosts enable row level security;
create policy tenant on pseudonym_hosts to revoir_app using (organisation_id = tenant());

grant select, insert on pseudonym_hosts to revoir_app;
