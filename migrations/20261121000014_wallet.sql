-- The wallet in the chat: who can be paid and by which name, what waits for a button, and the words behind each entry of the
-- ledger. Amounts and owners always come from the ledger itself; what stands here besides is what people see.

-- How people call each other. A name that moved to somebody else is taken from whoever had it before.
alter table chat add column username text check (username = lower(username));
create unique index chat_username on chat (username) where username is not null;

-- Typed, scanned or opened as a link: eight letters by chance and one that checks them.
alter table telegram_identity add column farthing_id text unique check (farthing_id ~ '^[0-9A-HJKMNP-TV-Z]{9}$');

-- A row of the wallet's own account; one for each currency.
alter table account add column is_wallet boolean not null default false;
create unique index account_wallet on account (book_id, currency) where is_wallet;

-- A payment is a step that is listed; it is taken back by a payment, not by an undo.
do $$
declare
    allowed text := (
        select pg_get_constraintdef(oid) from pg_constraint
        where conrelid = 'action'::regclass and conname = 'action_kind_check'
    );
begin
    alter table action drop constraint action_kind_check;
    execute format(
        'alter table action add constraint action_kind_check %s', replace(allowed, 'ARRAY[', 'ARRAY[''payment''::text, ')
    );
end
$$;

-- What waits for a button. A card is drawn from this row and nothing else; what changes on it is a new row.
create table proposal (
    book_id uuid not null references book on delete cascade,
    proposal_id uuid not null,
    kind text not null check (kind in ('send', 'request', 'schedule', 'top_up', 'pay_out')),
    state text not null check (state in ('open', 'confirmed', 'cancelled', 'expired')),
    -- The other person, and their name as it stood on the card.
    other_user bigint not null,
    other_name text not null,
    amount numeric not null check (amount > 0),
    currency text not null,
    -- What it is for, in the person's words.
    note text not null,
    -- The request that it pays.
    request_id uuid,
    repeats text check (repeats in ('once', 'weekly', 'monthly')),
    first_on date,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    resolved_at timestamptz,
    primary key (book_id, proposal_id),
    check ((kind = 'schedule') = (repeats is not null) and (kind = 'schedule') = (first_on is not null)),
    check ((state = 'open') = (resolved_at is null))
);
create index proposal_expiry on proposal (expires_at) where state = 'open';
call open_book_table_to_app('select, insert, update (state, resolved_at)', 'proposal');

-- What a book knows of an entry of the ledger: the words around it and its row. Written by `wallet_enter_row` alone.
create table payment (
    book_id uuid not null references book on delete cascade,
    transfer_id uuid not null,
    transaction_id uuid not null,
    kind text not null check (kind in ('payment', 'top_up', 'pay_out', 'give_back')),
    -- The other person; null for the house.
    other_user bigint,
    other_name text not null,
    -- Negative is money out.
    amount numeric not null,
    currency text not null,
    note text not null,
    -- The day it was for the person.
    paid_on date not null,
    posted_at timestamptz not null,
    -- The bank's row of the same money, for a top-up or a pay-out.
    bank_transaction_id uuid,
    primary key (book_id, transfer_id)
);
create index payment_order on payment (book_id, posted_at);
create unique index payment_bank_row on payment (book_id, bank_transaction_id) where bank_transaction_id is not null;
call open_book_table_to_app('select, update (bank_transaction_id)', 'payment');

-- Somebody asked somebody for money: a row in each of their books, of which both always say the same.
create table payment_request (
    book_id uuid not null references book on delete cascade,
    request_id uuid not null,
    -- Whether this book's person asked, else was asked.
    asked_by_me boolean not null,
    other_user bigint not null,
    other_name text not null,
    amount numeric not null check (amount > 0),
    currency text not null,
    note text not null,
    state text not null check (state in ('open', 'paid', 'declined', 'cancelled', 'expired')),
    reminders smallint not null default 0,
    reminded_at timestamptz,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (book_id, request_id)
);
create index payment_request_expiry on payment_request (expires_at) where state = 'open';
create index payment_request_pair on payment_request (request_id);
call open_book_table_to_app('select', 'payment_request');

-- A payment of later, once or again and again.
create table scheduled_payment (
    book_id uuid not null references book on delete cascade,
    schedule_id uuid not null,
    other_user bigint not null,
    other_name text not null,
    amount numeric not null check (amount > 0),
    currency text not null,
    note text not null,
    repeats text not null check (repeats in ('once', 'weekly', 'monthly')),
    -- From which every later day is counted.
    first_on date not null,
    next_on date not null,
    -- The moment of `next_on` where the person lives.
    next_at timestamptz not null,
    state text not null check (state in ('active', 'cancelled', 'done')),
    created_at timestamptz not null,
    primary key (book_id, schedule_id)
);
create index scheduled_payment_due on scheduled_payment (next_at) where state = 'active';
call open_book_table_to_app('select, insert, update (next_on, next_at, state)', 'scheduled_payment');

-- What a person set instead of the shipped limits.
create table spending_limit (
    book_id uuid primary key references book on delete cascade,
    per_transfer numeric check (per_transfer > 0),
    per_day numeric check (per_day > 0),
    per_month numeric check (per_month > 0)
);
call open_book_table_to_app('select, insert, update (per_transfer, per_day, per_month)', 'spending_limit');

-- What whoever runs farthing did with other people's money. Append-only; never seen inside a book.
create table admin_log (
    entry_number bigint generated always as identity primary key,
    admin_user bigint not null,
    about_user bigint not null,
    what text not null,
    created_at timestamptz not null
);
call open_to_app('select, insert', 'admin_log');
alter table admin_log enable row level security;
create policy outside_books on admin_log using ((select current_book()) is null);
create trigger append_only before update or delete or truncate on admin_log
    for each statement execute function ledger_refuse_change();

-- Up to which entry of the ledger every person's row was written.
create table wallet_progress (
    only_one boolean primary key default true check (only_one),
    last_entry bigint not null
);
insert into wallet_progress (last_entry)
select coalesce(max(entry_number), 0) from ledger_transfer;

-- The farthing id of a person of this book; the offered one if there is none yet.
create function wallet_enter_farthing_id(person bigint, offered text) returns text
    language sql security definer set search_path = public, pg_temp
begin atomic
    update telegram_identity set farthing_id = coalesce(farthing_id, offered)
    where telegram_user_id = person and book_of(person) = current_book()
    returning farthing_id;
end;

-- One person of this farthing, by exactly one of the three; nobody who was shut out.
create function wallet_find(wanted_name text, wanted_id text, wanted_user bigint)
    returns table (telegram_user_id bigint, name text, username text)
    language sql stable security definer set search_path = public, pg_temp
begin atomic
    select identity.telegram_user_id, chat.name, chat.username
    from telegram_identity as identity join chat on chat.chat_id = identity.telegram_user_id
    where chat.blocked_at is null and num_nonnulls(wanted_name, wanted_id, wanted_user) = 1 and (
        chat.username = wanted_name or identity.farthing_id = wanted_id or identity.telegram_user_id = wanted_user
    )
    limit 1;
end;

-- Whose wallets these ledger accounts are: the Telegram id, null for the house and for who was forgotten.
create function wallet_user(of_owner text) returns bigint
    language sql immutable parallel safe
    return case when of_owner like 'user:%' then substring(of_owner from 6)::bigint end;

-- The account of the wallet in a book; made when there is none, under a name that is free.
create function wallet_enter_account(of_book uuid, in_currency text, new_account uuid, at timestamptz) returns uuid
    language plpgsql
as $$
declare
    found_account uuid := (
        select account_id from account where book_id = of_book and currency = in_currency and is_wallet
    );
    free_name text := 'Wallet';
begin
    if found_account is not null then
        return found_account;
    end if;
    for number in 2 .. 100 loop
        exit when not exists (
            select from account where book_id = of_book and lower(name) = lower(free_name) and currency = in_currency
        );
        free_name := 'Wallet ' || number;
    end loop;
    insert into account (book_id, account_id, name, currency, is_wallet, created_at)
    values (of_book, new_account, free_name, in_currency, true, at);
    update book set home_currency = in_currency where book_id = of_book and home_currency is null;
    return new_account;
end
$$;

-- Writes the row of an entry of the ledger into the book of one of its two people, once: true the first time. Whose, how
-- much and when are the ledger's; the caller brings words and a category. Inside a book only for entries that the book's own
-- people are part of. `fresh` are five new ids: account, payee, step, statement, row.
create function wallet_enter_row(
    of_user bigint, transfer uuid, what text, called text, words text, text_of_row text, payee_key text, payee_name text,
    in_category integer, decider text, sure real, fresh uuid[], at timestamptz
) returns boolean
    language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    here uuid := book_of(of_user);
    entry record;
    day date;
    wallet uuid;
    payee uuid;
begin
    -- Two who write the rows of one entry come one after the other, and the second finds them.
    perform pg_advisory_xact_lock(hashtextextended('payment ' || transfer, 0));
    select own.account_id, other.owner as other_owner, p.amount, p.currency, p.balance, p.posted_at into entry
    from ledger_transfer as t
    join ledger_account as own on own.account_id in (t.from_account, t.to_account)
    join ledger_account as other on other.account_id in (t.from_account, t.to_account) and other.account_id <> own.account_id
    join ledger_posting as p on p.account_id = own.account_id and p.posted_at = t.created_at
    where t.transfer_id = transfer and t.result = 'ok' and own.owner = 'user:' || of_user
        and (current_book() is null
            or t.from_account = any(current_wallet_accounts()) or t.to_account = any(current_wallet_accounts()));
    if not found or here is null or exists (select from payment where book_id = here and transfer_id = transfer) then
        return false;
    end if;
    -- A category of one's own means nothing in another's book.
    if in_category >= 10000 and here is distinct from current_book() then
        in_category := 2200;
    end if;
    select (entry.posted_at at time zone person.time_zone)::date into day
    from telegram_identity join person using (person_id) where telegram_user_id = of_user;
    wallet := wallet_enter_account(here, entry.currency, fresh[1], at);
    insert into merchant (book_id, merchant_id, key, name, created_at) values (here, fresh[2], payee_key, payee_name, at)
    on conflict (book_id, key) do nothing;
    select merchant_id into payee from merchant where book_id = here and key = payee_key;
    insert into action (book_id, action_id, kind, made_by, summary, created_at)
    values (here, fresh[3], 'payment', 'user', text_of_row, at);
    insert into statement (
        book_id, statement_id, account_id, action_id, file_hash, format, period_from, period_to, opening_balance,
        closing_balance, reconciliation, warnings, created_at
    )
    values (
        here, fresh[4], wallet, fresh[3], sha256(transfer::text::bytea), 'wallet', day, day, entry.balance - entry.amount,
        entry.balance, 'proven', '[]', at
    );
    insert into statement_line (book_id, statement_id, line_number, page, page_line, date, description, amount, balance)
    values (here, fresh[4], 1, 1, 1, day, text_of_row, entry.amount, entry.balance);
    insert into transaction (
        book_id, transaction_id, account_id, booked_on, description, amount, currency, merchant_id, category_id,
        decided_by, confidence, created_at
    )
    values (
        here, fresh[5], wallet, day, text_of_row, entry.amount, entry.currency, payee, in_category, decider, sure, at
    );
    insert into evidence (book_id, transaction_id, statement_id, line_number) values (here, fresh[5], fresh[4], 1);
    insert into payment (
        book_id, transfer_id, transaction_id, kind, other_user, other_name, amount, currency, note, paid_on, posted_at
    )
    values (
        here, transfer, fresh[5], what, wallet_user(entry.other_owner), called, entry.amount, entry.currency, words, day,
        entry.posted_at
    );
    return true;
end
$$;

-- Entries after `after` and up to `up_to` whose row is missing in a person's book: done outside the chat, or taken back. With
-- what the origin's row says, where there is one. Outside any book.
create function wallet_missing(after bigint, up_to bigint, most integer)
    returns table (
        entry_number bigint, transfer_id uuid, taken_back boolean, of_user bigint, other_user bigint, other_name text,
        is_in boolean, origin_name text, origin_note text, origin_category integer, origin_key text
    )
    language sql stable security definer set search_path = public, pg_temp
begin atomic
    select t.entry_number, t.transfer_id, t.kind in ('reverse', 'refund'), wallet_user(own.owner), wallet_user(other.owner),
        chat.name, own.account_id = t.to_account, before.other_name, before.note, before_row.category_id, merchant.key
    from ledger_transfer as t
    join ledger_account as own on own.account_id in (t.from_account, t.to_account) and own.owner like 'user:%'
    join ledger_account as other on other.account_id in (t.from_account, t.to_account) and other.account_id <> own.account_id
    join telegram_identity on telegram_identity.telegram_user_id = wallet_user(own.owner)
    left join chat on chat.chat_id = wallet_user(other.owner)
    left join payment as before on before.book_id = book_of(wallet_user(own.owner)) and before.transfer_id = t.origin_id
    left join transaction as before_row
        on before_row.book_id = before.book_id and before_row.transaction_id = before.transaction_id
    left join merchant on merchant.book_id = before_row.book_id and merchant.merchant_id = before_row.merchant_id
    where current_book() is null and t.entry_number > after and t.entry_number <= up_to
        and t.result = 'ok' and t.kind in ('transfer', 'post', 'reverse', 'refund')
        and not exists (
            select from payment where payment.book_id = book_of(wallet_user(own.owner)) and payment.transfer_id = t.transfer_id
        )
    order by t.entry_number
    limit most;
end;

-- How far rows are written; and that they are, up to here.
create function wallet_written_up_to() returns bigint
    language sql stable security definer set search_path = public, pg_temp
    return (select last_entry from wallet_progress);
create function wallet_write_up_to(up_to bigint) returns void
    language sql security definer set search_path = public, pg_temp
begin atomic
    update wallet_progress set last_entry = greatest(last_entry, up_to) where current_book() is null;
end;

-- Tells the other person of a payment or a request of this book something.
create function wallet_tell(bot bigint, other bigint, what jsonb, at timestamptz) returns void
    language sql security definer set search_path = public, pg_temp
begin atomic
    insert into outbox (bot_id, chat_id, priority, message, created_at)
    select bot, other, 1, what, at
    where exists (select from payment where book_id = current_book() and other_user = other)
        or exists (select from payment_request where book_id = current_book() and other_user = other);
end;

-- Asks another person for money: a row in both books. False when that person is not here any more.
create function wallet_ask(
    new_request uuid, asker bigint, asker_name text, other bigint, called text, how_much numeric, in_currency text,
    words text, at timestamptz, until timestamptz
) returns boolean
    language plpgsql security definer set search_path = public, pg_temp
as $$
begin
    if book_of(asker) is distinct from current_book() or book_of(other) is null or asker = other then
        return false;
    end if;
    insert into payment_request (
        book_id, request_id, asked_by_me, other_user, other_name, amount, currency, note, state, created_at, expires_at
    )
    values (current_book(), new_request, true, other, called, how_much, in_currency, words, 'open', at, until),
        (book_of(other), new_request, false, asker, asker_name, how_much, in_currency, words, 'open', at, until)
    on conflict do nothing;
    return true;
end
$$;

-- Ends a request of this book in both, once: true the first time. Who asked can cancel, who was asked can pay and decline.
create function wallet_settle_request(which uuid, into_state text) returns boolean
    language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    mine payment_request;
begin
    -- Both rows, in one order, so that two who settle at once come one after the other.
    perform from payment_request where request_id = which order by book_id for update;
    select * into mine from payment_request where book_id = current_book() and request_id = which;
    if mine.state is distinct from 'open' or (into_state = 'cancelled') <> mine.asked_by_me
        or into_state not in ('paid', 'declined', 'cancelled')
    then
        return false;
    end if;
    update payment_request set state = into_state where request_id = which;
    return true;
end
$$;

-- Counts a reminder in both books, unless there were `most` or the latest is younger than `since`.
create function wallet_remind(which uuid, most integer, since timestamptz, at timestamptz) returns boolean
    language plpgsql security definer set search_path = public, pg_temp
as $$
begin
    perform from payment_request where request_id = which order by book_id for update;
    if not exists (
        select from payment_request
        where book_id = current_book() and request_id = which and asked_by_me and state = 'open' and reminders < most
            and coalesce(reminded_at, created_at) <= since
    ) then
        return false;
    end if;
    update payment_request set reminders = reminders + 1, reminded_at = at where request_id = which;
    return true;
end
$$;

-- Ends what waited too long: proposals silently, requests with the askers to be told. Outside any book.
create function wallet_expire_proposals(at timestamptz) returns bigint
    language sql security definer set search_path = public, pg_temp
begin atomic
    with gone as (
        update proposal set state = 'expired', resolved_at = at
        where state = 'open' and expires_at <= at and current_book() is null returning 1
    )
    select count(*) from gone;
end;
create function wallet_expire_requests(at timestamptz, most integer)
    returns table (asker bigint, other_name text, amount numeric, currency text, note text)
    language sql security definer set search_path = public, pg_temp
begin atomic
    with due as (
        select request_id from payment_request
        where state = 'open' and asked_by_me and expires_at <= at and current_book() is null
        order by expires_at limit most for update skip locked
    ), gone as (
        update payment_request as r set state = 'expired' from due where r.request_id = due.request_id
        returning r.*
    )
    select answering.other_user, asking.other_name, asking.amount, asking.currency, asking.note
    from gone as asking
    join gone as answering on answering.request_id = asking.request_id and not answering.asked_by_me
    where asking.asked_by_me;
end;

-- Scheduled payments that are due. Outside any book.
create function wallet_due(at timestamptz, most integer) returns table (book_id uuid, schedule_id uuid, of_user bigint)
    language sql stable security definer set search_path = public, pg_temp
begin atomic
    select s.book_id, s.schedule_id, (
        select telegram_identity.telegram_user_id from membership join telegram_identity using (person_id)
        where membership.book_id = s.book_id order by membership.created_at limit 1
    )
    from scheduled_payment as s
    where s.state = 'active' and s.next_at <= at and current_book() is null
    order by s.next_at limit most;
end;

-- Removes a person and everything that is theirs; true when there was anything and the wallet is empty: money that nobody owns
-- helps nobody. A block outlives it, without the name. Of the wallet the entries stay, because they are other people's history
-- as well; whose they were is not known any more, and the accounts are closed.
create or replace function forget(telegram_user bigint) returns boolean
    language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    gone uuid := book_of(telegram_user);
begin
    if gone is null or gone is distinct from current_book() then
        return false;
    end if;
    -- Locked, so that nothing comes in while it goes.
    perform from ledger_account where owner = 'user:' || telegram_user order by account_id for update;
    if exists (select from ledger_account where owner = 'user:' || telegram_user and (balance <> 0 or held <> 0)) then
        return false;
    end if;
    update ledger_account set owner = 'gone:' || account_id, closed = true where owner = 'user:' || telegram_user;
    update payment_request set state = 'expired' where other_user = telegram_user and state = 'open';
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
    update chat set name = '', username = null, asking = null, asks_secret = false where chat_id = telegram_user;
    delete from person where person_id in (select person_id from membership where book_id = gone);
    delete from book where book_id = gone;
    return true;
end
$$;

-- Functions that run with the owner's rights are open to the application alone.
do $$
declare
    opened text;
begin
    foreach opened in array array[
        'wallet_enter_farthing_id(bigint, text)', 'wallet_find(text, text, bigint)',
        'wallet_enter_row(bigint, uuid, text, text, text, text, text, text, integer, text, real, uuid[], timestamptz)',
        'wallet_missing(bigint, bigint, integer)', 'wallet_written_up_to()', 'wallet_write_up_to(bigint)',
        'wallet_tell(bigint, bigint, jsonb, timestamptz)',
        'wallet_ask(uuid, bigint, text, bigint, text, numeric, text, text, timestamptz, timestamptz)',
        'wallet_settle_request(uuid, text)', 'wallet_remind(uuid, integer, timestamptz, timestamptz)',
        'wallet_expire_proposals(timestamptz)', 'wallet_expire_requests(timestamptz, integer)', 'wallet_due(timestamptz, integer)'
    ] loop
        execute format('revoke execute on function %s from public', opened);
        execute format('grant execute on function %s to %I', opened, app_role());
    end loop;
    revoke execute on function wallet_enter_account(uuid, text, uuid, timestamptz) from public;
end
$$;
