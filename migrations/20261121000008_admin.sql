-- What whoever runs farthing sees and does: figures over all books, broadcasts, numbered dead letters, and how often people
-- who are not let in were answered.

-- When a person who may not use farthing was last told so: they are told seldom, however much they write.
alter table chat add column told_at timestamptz;
-- Invitations tried in vain since a moment, which bounds guessing.
alter table chat add column codes_tried smallint not null default 0;
alter table chat add column codes_tried_since timestamptz;

-- What an admin names it by.
alter table dead_letter add column letter_number bigint generated always as identity;
create unique index dead_letter_number on dead_letter (letter_number);

-- The same to many people: shown to the admin first, sent once.
create table broadcast (
    broadcast_id uuid primary key,
    bot_id bigint not null,
    -- An array of what goes into the outbox for each person, in order.
    messages jsonb not null,
    created_at timestamptz not null,
    sent_at timestamptz,
    -- To how many it went.
    people bigint
);
call open_to_app('select, insert, update (sent_at, people), delete', 'broadcast');

-- Whom a broadcast reaches: neither who was shut out nor who left, and where people have to be let in, only those who are.
create function reachable_chats(only_let_in boolean, admins bigint[]) returns setof bigint
    language sql stable
as $$
    select chat_id from chat
    where blocked_at is null and unreachable_at is null
        and (not only_let_in or let_in_at is not null or chat_id = any(admins))
$$;

-- Counts the questions of a day without reading all of them.
create index conversation_turn_created on conversation_turn using brin (created_at);

-- Figures over all books for whoever runs farthing: counts alone, nothing that anyone's rows say. Nothing inside a book.
create function totals_of_all_books(questions_since timestamptz)
    returns table (books bigint, statements bigint, rows_kept bigint, questions bigint)
    language sql stable security definer set search_path = public, pg_temp
as $$
    select
        (select count(*) from book),
        (select count(*) from statement),
        (select coalesce(sum(rows_all), 0)::bigint from month_rollup),
        (select count(*) from conversation_turn where created_at >= questions_since)
    where current_book() is null
$$;

-- How many rows each of these people has; those without any are left out.
create function rows_of_people(telegram_users bigint[]) returns table (telegram_user_id bigint, rows_kept bigint)
    language sql stable security definer set search_path = public, pg_temp
as $$
    select asked.id, sum(month_rollup.rows_all)::bigint
    from unnest(telegram_users) as asked (id)
    join month_rollup on month_rollup.book_id = book_of(asked.id)
    where current_book() is null
    group by asked.id
$$;

do $$
begin
    revoke execute on function totals_of_all_books(timestamptz), rows_of_people(bigint[]) from public;
    execute format(
        'grant execute on function totals_of_all_books(timestamptz), rows_of_people(bigint[]) to %I', app_role()
    );
end
$$;
