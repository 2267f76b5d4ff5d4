-- Work to do outside requests. A job is free when its lease has run out, so a crash loses nothing.
-- It belongs to no tenant: payloads hold ids and slots alone, and who serves people may only add to it.

create table jobs (
    id           uuid        primary key,
    kind         text        not null,
    payload      jsonb       not null,
    run_at       timestamptz not null,
    leased_until timestamptz not null default 'epoch',
    attempts     integer     not null default 0 check (attempts >= 0),
    -- why the last attempt failed; a job with too many attempts stays for the operator to see
    failure      text
);
create index on jobs (run_at);
-- one job of each kind that schedules itself
create unique index one_sweep on jobs (kind) where kind = 'sweep';

grant insert on jobs to revoir_app;
