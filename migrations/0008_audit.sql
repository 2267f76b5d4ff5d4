-- Who did what is told by a log that nobody changes: one chain of signed entries for each organisation, which
-- `docs/audit.md` describes, and the words of people beside it, which can be erased.

-- An entry: `hash` covers the hash of the entry before and the canonical bytes of this one, `signature` is the
-- installation's over `hash`. By month, so that what is over 12 months old goes by one drop.
create table audit_entries (
    organisation_id uuid        not null references organisations,
    number          bigint      not null check (number >= 1),
    -- the first day of a month; never before that of an earlier entry, whatever the clock did
    segment         date        not null check (extract(day from segment) = 1),
    at              timestamptz not null check (date_trunc('second', at) = at),
    -- the id of a member, who may have left since, `cli` or `system`
    actor           text        not null check (length(actor) between 1 and 36),
    event           text        not null check (event ~ '^[a-z_]+[.][a-z_]+$'),
    site_id         uuid,
    purpose         text        check (purpose in ('support', 'ux', 'errors')),
    recording_id    uuid,
    member_id       uuid,
    detail          text        check (detail ~ '^[-a-z0-9_.:/ ?]{0,120}$'),
    words_hash      bytea       check (length(words_hash) = 32),
    hash            bytea       not null check (length(hash) = 32),
    signature       bytea       not null check (length(signature) = 64),
    primary key (organisation_id, number, segment)
) partition by range (segment);
create index on audit_entries (organisation_id, at);

-- Words beside an entry, and the salt that binds them to it.
create table audit_words (
    organisation_id uuid   not null references organisations,
    number          bigint not null,
    salt            bytea  not null check (length(salt) = 32),
    words           text   not null check (length(words) between 1 and 500),
    primary key (organisation_id, number)
);

-- The last entry of an organisation that was pruned, as it was, and the hash before it: the rest still verifies
-- from here, and whoever verifies sees that it was old enough to go.
create table audit_starts (
    organisation_id uuid        primary key references organisations,
    number          bigint      not null,
    at              timestamptz not null,
    actor           text        not null,
    event           text        not null,
    site_id         uuid,
    purpose         text        check (purpose in ('support', 'ux', 'errors')),
    recording_id    uuid,
    member_id       uuid,
    detail          text,
    words_hash      bytea       check (length(words_hash) = 32),
    hash            bytea       not null check (length(hash) = 32),
    signature       bytea       not null check (length(signature) = 64),
    previous        bytea       not null check (length(previous) = 32)
);

-- What happens too often for an entry each: counted by day, and logged when the day is over.
create table audit_tallies (
    organisation_id uuid   not null,
    site_id         uuid   not null,
    purpose         text   not null check (purpose in ('support', 'ux', 'errors')),
    event           text   not null check (event in ('recording.expired', 'recording.withdrawn')),
    day             date   not null,
    count           bigint not null check (count > 0),
    primary key (day, site_id, purpose, event),
    foreign key (site_id, organisation_id) references sites (id, organisation_id) on delete cascade
);

-- Nobody changes an entry or takes one out, the owner of the tables included; whole months are dropped.
create function refuse_change() returns trigger language plpgsql as
$$ begin raise exception 'the audit log is never changed'; end $$;

create trigger never_changed before update or delete on audit_entries
    for each row execute function refuse_change();
create trigger never_emptied before truncate on audit_entries
    for each statement execute function refuse_change();

alter table audit_entries enable row level security;
alter table audit_words   enable row level security;
alter table audit_starts  enable row level security;
alter table audit_tallies enable row level security;

create policy tenant on audit_entries to revoir_app using (organisation_id = tenant());
create policy tenant on audit_words   to revoir_app using (organisation_id = tenant());
create policy tenant on audit_starts  to revoir_app using (organisation_id = tenant());
create policy tenant on audit_tallies to revoir_app using (organisation_id = tenant());

grant select, insert on audit_entries to revoir_app;
grant select, insert, delete on audit_words to revoir_app;
grant select on audit_starts to revoir_app;
grant select, insert, update on audit_tallies to revoir_app;
