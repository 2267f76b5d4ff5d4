-- Whoever has a recording's receipt, or answers its visitor, restricts it, lifts that, and adds a statement.

alter table recordings
    -- nobody watches it or takes it out before, unless that is lifted; a month, since a day would link two
    add column restricted_until timestamptz check (date_trunc('month', restricted_until, 'UTC') = restricted_until),
    -- what its visitor says of it, sealed under its key and padded, since a length would link two
    add column statement        bytea;

-- When a recording expires once nobody restricts it: as if nobody had, an open ticket heeded.
create function unrestricted_expiry(r recordings) returns timestamptz
    language sql stable
    return case when r.ordinary_until is null then r.expires_at else least(r.expires_at, r.ordinary_until + coalesce((
        select make_interval(mins => (p.document -> 'until' ->> 'longest_minutes')::integer
                                   - (p.document ->> 'retention_minutes')::integer)
        from policies p
        where p.site_id = r.site_id and p.purpose = r.purpose and p.version = r.policy_version
          and p.document -> 'until' ->> 'event' = 'ticket_closed'
          and exists (select from tickets t where t.site_id = r.site_id and not t.closed
                      and r.pseudonym = any(t.pseudonyms))), interval '0')) end;

-- Here and not in each query, so that none can forget it. What was erased in the same transaction is not there.
create policy unrestricted on chunks as restrictive for select to revoir_app
    using (not exists (select from recordings r where r.id = recording_id and r.restricted_until is not null));
create policy unrestricted on frames as restrictive for select to revoir_app
    using (not exists (select from recordings r where r.id = recording_id and r.restricted_until is not null));
create policy unrestricted on outlines as restrictive for select to revoir_app
    using (not exists (select from recordings r where r.id = recording_id and r.restricted_until is not null));
-- A visitor's own, also before its verdict.
create policy of_visitor on recordings for update to revoir_app
    using (organisation_id = tenant() and receipt_hash = decode(named('receipt'), 'hex'));

grant update (restricted_until, expires_at, statement) on recordings to revoir_app;

alter table audit_tallies drop constraint audit_tallies_event_check;
alter table audit_tallies add check (event in ('recording.expired', 'recording.withdrawn', 'receipt.watched',
    'receipt.exported', 'receipt.erased', 'receipt.restricted', 'receipt.lifted', 'receipt.stated'));
