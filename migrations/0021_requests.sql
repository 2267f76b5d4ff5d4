-- Whoever answers a customer (I2, I3) reaches that customer's recordings and no others: the database holds them to it.

-- A transaction that answers one names all that may be kept of their identifier, in hex.
create function is_of_customer(r recordings) returns boolean language sql stable
    return coalesce(encode(r.pseudonym, 'hex') = any(string_to_array(named('customer'), ',')), false);

-- Theirs, also before its verdict: it is counted, erased and restricted, and no query shows it.
create policy of_customer on recordings to revoir_app
    using (organisation_id = tenant() and is_of_customer(recordings));
create policy no_others on recordings as restrictive to revoir_app
    using (named('customer') is null or is_of_customer(recordings));
