-- A policy may say why recordings are kept when their visitor withdraws: they end, and that is counted by day.

grant update (closes_at) on recordings to revoir_app;

alter table audit_tallies drop constraint audit_tallies_event_check;
alter table audit_tallies add check (event in ('recording.expired', 'recording.withdrawn', 'receipt.watched',
    'receipt.exported', 'receipt.erased', 'receipt.restricted', 'receipt.lifted', 'receipt.stated',
    'receipt.withdrawn'));
