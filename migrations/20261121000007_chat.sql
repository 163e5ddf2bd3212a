-- What stands between Telegram and the program: updates that wait to be handled, messages that wait to be taken, and what
-- could not be delivered. Any number of processes share the work; each claims rows under its worker id, which is alive as
-- long as the process holds a session lock of that number.

create sequence worker_number as integer cycle;
do $$
begin
    execute format('grant usage on sequence worker_number to %I', app_role());
end
$$;

-- The first key of a worker's session lock; the second is its number.
create function worker_lock_class() returns integer
    language sql immutable parallel safe
    return 1718775924;

-- True while the process that took this number runs and is connected.
create function worker_is_alive(worker integer) returns boolean
    language sql stable
    return exists (
        select from pg_locks
        where locktype = 'advisory' and classid = worker_lock_class()::oid and objid = worker::oid and granted
            and database = (select oid from pg_database where datname = current_database())
    );

-- Opens a table of the queues to the application: outside any book (the workers), or the rows of the current book's person.
create procedure open_queue_to_app(privileges text, target regclass)
    language plpgsql
as $$
begin
    call open_to_app(privileges, target);
    execute format('alter table %s enable row level security', target);
    execute format(
        'create policy queue_or_own_chat on %s using ((select current_book()) is null or book_of(chat_id) = (select current_book()))',
        target
    );
end
$$;

-- A private chat with a person; its id is the person's Telegram id.
create table chat (
    chat_id bigint primary key,
    -- What the person calls themselves there, for admins.
    name text not null,
    first_seen_at timestamptz not null,
    -- To the hour: a chat that is busy is not written at each message.
    last_seen_at timestamptz not null,
    -- An admin shut the person out.
    blocked_at timestamptz,
    -- An admin or an invitation let the person in, where that is asked for.
    let_in_at timestamptz,
    -- The person stopped the bot: nothing is sent until they write again.
    unreachable_at timestamptz,
    -- What the bot asked last and waits for.
    asking jsonb,
    -- The answer is a password, PIN or code: it is sealed on arrival.
    asks_secret boolean not null default false
);
call open_queue_to_app('select, insert, update, delete', 'chat');
create index chat_seen on chat (last_seen_at);

create table inbox (
    bot_id bigint not null,
    update_id bigint not null,
    -- Whose order it keeps: the chat, or the person where an update has none.
    chat_id bigint not null,
    -- 0: one after another. 1: control, which overtakes.
    lane smallint not null check (lane in (0, 1)),
    -- As Telegram sent it, until done. A sealed one is readable by the worker that took it alone.
    raw text not null,
    sealed_by integer,
    received_at timestamptz not null,
    claimed_by integer,
    attempts smallint not null default 0,
    retry_at timestamptz,
    -- The message that shows how far a long handling is, so that the next attempt goes on with it.
    progress_message_id integer,
    cancelled_at timestamptz,
    done_at timestamptz,
    primary key (bot_id, update_id)
);
create index inbox_waiting on inbox (bot_id, chat_id, lane, update_id) where done_at is null;
create index inbox_order on inbox (bot_id, update_id) where done_at is null;
create index inbox_done on inbox (done_at) where done_at is not null;
call open_queue_to_app('select, insert, update, delete', 'inbox');

create table outbox (
    message_id bigint generated always as identity primary key,
    bot_id bigint not null,
    chat_id bigint not null,
    -- 0: a reply. 1: a notice. 2: to many.
    priority smallint not null check (priority in (0, 1, 2)),
    message jsonb not null,
    -- A picture's or a document's bytes.
    file bytea,
    created_at timestamptz not null,
    claimed_by integer,
    attempts smallint not null default 0,
    retry_at timestamptz
);
create index outbox_order on outbox (bot_id, priority, message_id);
create index outbox_chat on outbox (bot_id, chat_id, priority, message_id);
call open_queue_to_app('select, insert, update, delete', 'outbox');

-- What could not be handled or delivered, with the reason; an admin looks at it and sends it again.
create table dead_letter (
    dead_letter_id uuid primary key,
    bot_id bigint not null,
    chat_id bigint not null,
    direction text not null check (direction in ('in', 'out')),
    -- The update or the message.
    content jsonb not null,
    file bytea,
    reason text not null,
    created_at timestamptz not null,
    died_at timestamptz not null
);
create index dead_letter_order on dead_letter (died_at);
call open_queue_to_app('select, insert, delete', 'dead_letter');

create table invitation (
    code text primary key,
    created_by bigint not null,
    created_at timestamptz not null,
    used_by bigint,
    used_at timestamptz
);
call open_to_app('select, insert, update (used_by, used_at)', 'invitation');

-- A file that waits for its password or for a decision; Telegram keeps the bytes.
create table waiting_file (
    book_id uuid not null references book on delete cascade,
    waiting_file_id uuid not null,
    chat_id bigint not null,
    telegram_file_id text not null,
    file_name text,
    -- `password`: needs one. `gap`: does not add up; kept on a button only.
    reason text not null check (reason in ('password', 'gap')),
    created_at timestamptz not null,
    primary key (book_id, waiting_file_id)
);
call open_book_table_to_app('select, insert, delete', 'waiting_file');

alter table person add column time_zone_chosen boolean not null default false;
do $$
begin
    execute format('grant update (time_zone_chosen) on person to %I', app_role());
end
$$;

-- Removes a person and everything that is theirs; true when there was anything. A block outlives it, without the name.
create or replace function forget(telegram_user bigint) returns boolean
    language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    gone uuid := book_of(telegram_user);
begin
    if gone is null or gone is distinct from current_book() then
        return false;
    end if;
    delete from evidence where book_id = gone;
    delete from transaction where book_id = gone;
    delete from statement_line where book_id = gone;
    delete from statement where book_id = gone;
    delete from correction where book_id = gone;
    delete from category_rule where book_id = gone;
    delete from tombstone where book_id = gone;
    delete from change where book_id = gone;
    delete from action where book_id = gone;
    delete from outbox where chat_id = telegram_user;
    delete from dead_letter where chat_id = telegram_user;
    delete from chat where chat_id = telegram_user and blocked_at is null;
    update chat set name = '', asking = null, asks_secret = false where chat_id = telegram_user;
    delete from person where person_id in (select person_id from membership where book_id = gone);
    delete from book where book_id = gone;
    return true;
end
$$;
