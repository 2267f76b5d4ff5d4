-- A visitor whose erasure was done, and whose answer was lost, asks again and has the certificate.

-- The hash of the one receipt of the one recording that the row names already, for seven days; no receipt belongs to two,
-- so that it says nothing of another recording.
alter table erasures add column receipt_hash bytea check (length(receipt_hash) = 32);
create unique index on erasures (receipt_hash) where receipt_hash is not null;
create policy of_visitor on erasures for select to revoir_app using (receipt_hash = decode(named('receipt'), 'hex'));
