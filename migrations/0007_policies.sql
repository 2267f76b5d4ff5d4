-- Policies are drafted, judged and published by people: each version says by whom, why, by which framework it was
-- judged, where it is looser than that asks and what is done instead.

-- Absent in what was published before.
alter table policies
    add column published_by   text  check (length(published_by) between 1 and 200),
    add column why            text  check (length(why) between 1 and 2000),
    add column framework      text  check (length(framework) between 1 and 100),
    add column deviations     jsonb check (jsonb_typeof(deviations) = 'array'),
    add column justifications jsonb check (jsonb_typeof(justifications) = 'array'),
    add check (num_nulls(published_by, why, framework, deviations, justifications) in (0, 5)),
    -- none deviates without a justification
    add check (jsonb_array_length(deviations) = jsonb_array_length(justifications));

-- What is being written to become the next version of a purpose's policy. The row stays when the draft is published
-- or dropped, without its document, so that the revision never counts anew and nobody's older page writes over it.
create table policy_drafts (
    organisation_id uuid        not null,
    site_id         uuid        not null,
    purpose         text        not null check (purpose in ('support', 'ux', 'errors')),
    revision        integer     not null check (revision >= 1),
    document        jsonb,
    edited_by       text        not null check (length(edited_by) between 1 and 200),
    edited_at       timestamptz not null,
    primary key (site_id, purpose),
    foreign key (site_id, organisation_id) references sites (id, organisation_id) on delete cascade
);

alter table policy_drafts enable row level security;
create policy tenant on policy_drafts to revoir_app using (organisation_id = tenant());

grant select, insert on policy_drafts to revoir_app;
grant update (revision, document, edited_by, edited_at) on policy_drafts to revoir_app;
