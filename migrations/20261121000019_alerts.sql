-- Alerts: which rows are news to a look, when a notice that waits is said, what a person had enough of, and what they want to be
-- told in their own words.

-- Rows kept from this moment on are news to it; null for a look that time alone brings.
alter table job add column since timestamptz;
call open_to_app('update (since)', 'job');

alter table notice
    -- What its buttons name; null where there are none.
    add column notice_id uuid,
    -- The payee, account or budget that it is about.
    add column about text,
    -- A notice that waits is said from this moment on; null: with the next summary.
    add column say_at timestamptz;
create unique index notice_named on notice (book_id, notice_id) where notice_id is not null;
call open_to_app('update (say_at)', 'notice');

-- "Less of these": a kind of alert that is not said of a payee, account or budget any more.
create table alert_off (
    book_id uuid not null references book on delete cascade,
    kind text not null,
    about text not null,
    created_at timestamptz not null,
    primary key (book_id, kind, about)
);
call open_book_table_to_app('select, insert, delete', 'alert_off');

-- What a person wants to be told. It is shown to them before it is saved.
create table alert_rule (
    book_id uuid not null references book on delete cascade,
    rule_id uuid not null,
    -- A payment; a payee's price that rises; what is spent in a stretch of time; an account's balance.
    condition text not null check (condition in ('payment', 'price_rise', 'spent', 'balance')),
    -- Names as a filter has them; without any, all payments.
    categories text[] not null,
    merchants text[] not null,
    account_id uuid,
    -- Money in, not out.
    incoming boolean not null,
    -- What has to be passed; null: any payment.
    bound numeric check (bound >= 0),
    currency text check (currency ~ '^[A-Z]{3}$'),
    every text check (every in ('week', 'month', 'year')),
    created_at timestamptz not null,
    saved_at timestamptz,
    removed_at timestamptz,
    primary key (book_id, rule_id),
    check ((condition = 'spent') = (every is not null)),
    check (condition not in ('spent', 'balance') or bound is not null),
    check ((bound is null) = (currency is null))
);
call open_book_table_to_app('select, insert, update (saved_at, removed_at), delete', 'alert_rule');

-- Takes notices that wait into a summary: their words. Not those that wait for a moment of their own, nor those about a row that is
-- gone.
create or replace function summary_takes_notices(books uuid[], at timestamptz)
    returns table (asked bigint, text text)
    language sql volatile security definer set search_path = public, pg_temp
begin atomic
    update notice set said_at = summary_takes_notices.at
    from unnest(books) with ordinality as ask (book_id, number)
    join summary_schedule on summary_schedule.book_id = ask.book_id and claimed_in = pg_current_xact_id_if_assigned()
    where notice.book_id = ask.book_id and notice.said_at is null and notice.message is not null
        and (notice.say_at is null or notice.say_at <= summary_takes_notices.at)
        and (notice.transaction_id is null or exists (
            select from transaction
            where transaction.book_id = notice.book_id and transaction.transaction_id = notice.transaction_id
        ))
    returning ask.number, notice.text;
end;

-- Whatever moves in a wallet is looked at in the book of each of its people, as imports are.
create function look_after_payment() returns trigger
    language plpgsql security definer set search_path = public, pg_temp
as $$
begin
    with waiting as (
        select job_id from job
        where job.book_id = new.book_id and kind = 'look' and due_at <= new.posted_at and claimed_by is null and died_at is null
        order by due_at, job_id limit 1
        for update skip locked
    ), widened as (
        update job set since = least(since, new.posted_at) from waiting where job.job_id = waiting.job_id
        returning job.job_id
    )
    insert into job (job_id, book_id, kind, due_at, created_at, since)
    select gen_random_uuid(), new.book_id, 'look', new.posted_at, new.posted_at, new.posted_at
    where not exists (select from widened);
    return null;
end
$$;
revoke execute on function look_after_payment() from public;
create trigger look_after_payment after insert on payment for each row execute function look_after_payment();
