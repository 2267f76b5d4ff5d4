-- What was found in a recording and why it is kept, so that the list can be filtered by it. Written when it is settled,
-- in words of ours or of its policy; absent in what was settled before, which these filters do not find.

alter table recordings
    -- kinds of friction
    add column markers  text[] check (markers <@ array['javascript_error', 'unhandled_rejection', 'failed_request',
        'rage_click', 'dead_click', 'thrashing', 'back_and_forth', 'abandoned_form', 'long_wait']),
    -- as its own policy names them: 'rage_click', 'custom:lost'
    add column triggers text[],
    -- 'drawn', 'trigger', 'imported', 'criterion:rage_click'
    add column kept_for text[],
    add check (state = 'settled' or coalesce(markers, triggers, kept_for) is null);
