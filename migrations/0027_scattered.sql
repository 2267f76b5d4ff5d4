-- The row of a settled recording moves once, away from those that were opened around the same time.

alter table recordings add column scattered boolean not null default false;
create index on recordings (id) where state = 'settled' and not scattered;

-- A row that moves is gone and there again within one statement. Its notes stay, and go with the recording itself.
alter table notes drop constraint notes_recording_id_organisation_id_fkey;
alter table notes add foreign key (recording_id, organisation_id) references recordings (id, organisation_id)
    deferrable initially deferred;

create function drop_notes() returns trigger language plpgsql security definer set search_path = revoir, pg_temp as $$
begin
    delete from notes n where n.recording_id = old.id and not exists (select from recordings r where r.id = old.id);
    return null;
end $$;
create trigger drop_notes after delete on recordings for each row execute function drop_notes();
