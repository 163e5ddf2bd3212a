-- When farthing may speak unasked, what it said, and what it looks ahead to.

-- How a book's people want to be spoken to. No row: the defaults that stand here.
create table attention (
    book_id uuid primary key references book on delete cascade,
    -- Minutes after midnight, in their time zone, at which summaries come.
    summary_at smallint not null default 540 check (summary_at between 0 and 1439),
    daily boolean not null default true,
    weekly boolean not null default true,
    -- ISO day of the week of the weekly summary.
    weekly_on smallint not null default 1 check (weekly_on between 1 and 7),
    monthly boolean not null default true,
    -- Minutes after midnight between which nothing is said; both the same: never quiet.
    quiet_from smallint not null default 1320 check (quiet_from between 0 and 1439),
    quiet_to smallint not null default 420 check (quiet_to between 0 and 1439),
    -- Alerts said in one day of theirs; what comes after waits for the next summary.
    alerts_a_day smallint not null default 5 check (alerts_a_day between 0 and 50),
    -- Kinds of alerts that are switched off.
    off text[] not null default '{}' check (cardinality(off) <= 40),
    -- Nothing unasked before this moment.
    muted_until timestamptz,
    -- From which amount on one payment is large, and below which balance an account is low, in the book's currency.
    large_from numeric not null default 500 check (large_from > 0),
    low_below numeric not null default 100 check (low_below >= 0)
);
call open_book_table_to_app('select, insert, update', 'attention');

-- When the next summary of a book is due. There is one as soon as there is anything to sum up.
create table summary_schedule (
    book_id uuid primary key references book on delete cascade,
    due_at timestamptz not null,
    -- Up to these days daily, weekly and monthly summaries told.
    day_told date not null,
    week_told date not null,
    month_told date not null,
    -- The database transaction that works on it, or last did: what others may be read is bound to it.
    claimed_in xid8
);
create index summary_schedule_due on summary_schedule (due_at);
call open_book_table_to_app('select, insert, update (due_at)', 'summary_schedule');

-- What is expected to be paid or to come in, worked out when rows change: each payee's next charge, regular income included.
create table expected_payment (
    book_id uuid not null references book on delete cascade,
    name text not null,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    expected_on date not null,
    -- Negative is money out.
    amount numeric not null,
    primary key (book_id, name, currency, expected_on)
);
call open_book_table_to_app('select, insert, delete', 'expected_payment');

-- How budgets stood when rows last changed.
create table budget_progress (
    book_id uuid not null references book on delete cascade,
    budget_id uuid not null,
    name text not null,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    period_from date not null,
    period_to date not null,
    spent numeric not null,
    allowed numeric not null,
    primary key (book_id, budget_id)
);
call open_book_table_to_app('select, insert, delete', 'budget_progress');

-- A notice is said at once, waits (for the end of quiet hours, or for a summary when the day had enough), or was known without
-- saying.
alter table notice
    -- What is sent, as the bot's room writes it; null where there is nothing to send.
    add column message jsonb,
    add column said_at timestamptz,
    add column read_at timestamptz,
    -- What the person pressed: "It's fine", "Not me", "Less of these".
    add column answer text check (answer in ('fine', 'not_me', 'less')),
    -- The row that it is about, where there is one.
    add column transaction_id uuid;
create index notice_waiting on notice (book_id, created_at) where said_at is null and message is not null;
create index notice_newest on notice (book_id, created_at desc, notice_key) where said_at is not null;
do $$
begin
    execute format('grant update (said_at, read_at, answer) on notice to %I', app_role());
end
$$;

-- Summaries are computed for many books at once. The application may do so only for books that this very database transaction
-- has claimed, and sees nothing but what a summary says.

create function claim_summaries(at timestamptz, most integer) returns table (
    book_id uuid, due_at timestamptz, day_told date, week_told date, month_told date,
    time_zone text, home_currency text, people bigint[],
    summary_at smallint, daily boolean, weekly boolean, weekly_on smallint, monthly boolean, muted_until timestamptz,
    known_until date, by_hand_only boolean
)
    language sql volatile security definer set search_path = public, pg_temp
begin atomic
    with due as (
        select summary_schedule.book_id from summary_schedule
        where summary_schedule.due_at <= claim_summaries.at and current_book() is null
        order by summary_schedule.due_at, summary_schedule.book_id
        limit claim_summaries.most
        for update skip locked
    ), claimed as (
        update summary_schedule set claimed_in = pg_current_xact_id()
        from due where summary_schedule.book_id = due.book_id
        returning summary_schedule.*
    )
    select claimed.book_id, claimed.due_at, claimed.day_told, claimed.week_told, claimed.month_told,
        owner.time_zone, book.home_currency, owner.people,
        coalesce(attention.summary_at, 540::smallint), coalesce(attention.daily, true), coalesce(attention.weekly, true),
        coalesce(attention.weekly_on, 1::smallint), coalesce(attention.monthly, true), attention.muted_until,
        known.until, known.until is null
    from claimed
    join book on book.book_id = claimed.book_id
    left join attention on attention.book_id = claimed.book_id
    cross join lateral (
        select min(person.time_zone) as time_zone,
            coalesce(array_agg(telegram_user_id order by telegram_user_id) filter (where not exists (
                select from chat
                where chat.chat_id = telegram_user_id and (unreachable_at is not null or blocked_at is not null)
            )), '{}') as people
        from membership join person using (person_id) join telegram_identity using (person_id)
        where membership.book_id = claimed.book_id
    ) as owner
    cross join lateral (
        -- A payment of the wallet vouches for itself alone.
        select max(statement.period_to) as until from statement
        where statement.book_id = claimed.book_id and statement.format <> 'wallet'
    ) as known;
end;

-- Σ and number of rows of each asked stretch of days, by what their categories do to sums.
create function summary_sums(books uuid[], from_days date[], to_days date[])
    returns table (asked bigint, currency text, flow smallint, rows_all bigint, sum_out numeric, sum_in numeric)
    language sql stable security definer set search_path = public, pg_temp
begin atomic
    select ask.number, day_rollup.currency, day_rollup.flow,
        sum(day_rollup.rows_all)::bigint, sum(day_rollup.sum_out), sum(day_rollup.sum_in)
    from unnest(books, from_days, to_days) with ordinality as ask (book_id, from_day, to_day, number)
    join summary_schedule on summary_schedule.book_id = ask.book_id and claimed_in = pg_current_xact_id_if_assigned()
    join day_rollup on day_rollup.book_id = ask.book_id and day_rollup.day between ask.from_day and ask.to_day
    group by 1, 2, 3;
end;

-- Spending by top category, or of the largest payments one by one, of each asked stretch of days: at most so many of each.
create function summary_categories(books uuid[], from_days date[], to_days date[], most integer)
    returns table (asked bigint, currency text, category_id integer, spent numeric, rows_all bigint)
    language sql stable security definer set search_path = public, pg_temp
begin atomic
    select ask.number, shares.currency, shares.category_id, shares.spent, shares.rows_all
    from unnest(books, from_days, to_days) with ordinality as ask (book_id, from_day, to_day, number)
    join summary_schedule on summary_schedule.book_id = ask.book_id and claimed_in = pg_current_xact_id_if_assigned()
    cross join lateral (
        select transaction.currency, coalesce(category.parent_id, transaction.category_id) / 100 * 100 as category_id,
            -sum(transaction.amount) as spent, count(*) as rows_all
        from transaction left join category using (book_id, category_id)
        where transaction.book_id = ask.book_id and booked_on between ask.from_day and ask.to_day
            and category_flow(transaction.category_id, category.parent_id) = 0
        group by 1, 2
        having sum(transaction.amount) < 0
        order by 3 desc, 2
        limit most
    ) as shares;
end;

create function summary_largest(books uuid[], from_days date[], to_days date[])
    returns table (asked bigint, name text, amount numeric, currency text, booked_on date)
    language sql stable security definer set search_path = public, pg_temp
begin atomic
    select ask.number, largest.name, largest.amount, largest.currency, largest.booked_on
    from unnest(books, from_days, to_days) with ordinality as ask (book_id, from_day, to_day, number)
    join summary_schedule on summary_schedule.book_id = ask.book_id and claimed_in = pg_current_xact_id_if_assigned()
    cross join lateral (
        select merchant.name, transaction.amount, transaction.currency, transaction.booked_on
        from transaction
        join merchant using (book_id, merchant_id)
        left join category using (book_id, category_id)
        where transaction.book_id = ask.book_id and transaction.booked_on between ask.from_day and ask.to_day
            and transaction.amount < 0 and category_flow(transaction.category_id, category.parent_id) = 0
        order by transaction.amount, transaction.transaction_id
        limit 1
    ) as largest;
end;

-- What is due on each asked stretch of days, soonest first: expected payments and those that the person scheduled.
create function summary_due(books uuid[], from_days date[], to_days date[], most integer)
    returns table (asked bigint, name text, amount numeric, currency text, expected_on date)
    language sql stable security definer set search_path = public, pg_temp
begin atomic
    select ask.number, due.name, due.amount, due.currency, due.expected_on
    from unnest(books, from_days, to_days) with ordinality as ask (book_id, from_day, to_day, number)
    join summary_schedule on summary_schedule.book_id = ask.book_id and claimed_in = pg_current_xact_id_if_assigned()
    cross join lateral (
        select expected_payment.name, expected_payment.amount, expected_payment.currency, expected_payment.expected_on
        from expected_payment
        where expected_payment.book_id = ask.book_id and expected_payment.amount < 0
            and expected_payment.expected_on between ask.from_day and ask.to_day
        order by expected_payment.expected_on, expected_payment.amount, expected_payment.name
        limit most
    ) as due;
end;

-- Budgets of which at least so many percent are used in the period that the day lies in.
create function summary_budgets(books uuid[], days date[], from_percent integer, most integer)
    returns table (asked bigint, name text, spent numeric, allowed numeric, currency text, period_to date)
    language sql stable security definer set search_path = public, pg_temp
begin atomic
    select ask.number, used.name, used.spent, used.allowed, used.currency, used.period_to
    from unnest(books, days) with ordinality as ask (book_id, day, number)
    join summary_schedule on summary_schedule.book_id = ask.book_id and claimed_in = pg_current_xact_id_if_assigned()
    cross join lateral (
        select budget_progress.* from budget_progress
        where budget_progress.book_id = ask.book_id and ask.day between period_from and period_to
            and spent > 0 and spent * 100 >= allowed * from_percent
        order by spent / greatest(allowed, 0.01) desc, budget_id
        limit most
    ) as used;
end;

-- Takes notices that wait into a summary: their words.
create function summary_takes_notices(books uuid[], at timestamptz)
    returns table (asked bigint, text text)
    language sql volatile security definer set search_path = public, pg_temp
begin atomic
    update notice set said_at = summary_takes_notices.at
    from unnest(books) with ordinality as ask (book_id, number)
    join summary_schedule on summary_schedule.book_id = ask.book_id and claimed_in = pg_current_xact_id_if_assigned()
    where notice.book_id = ask.book_id and notice.said_at is null and notice.message is not null
    returning ask.number, notice.text;
end;

-- Notes what was told and when the next one is due. An empty text was no message.
create function finish_summaries(
    books uuid[], due timestamptz[], days_told date[], weeks_told date[], months_told date[],
    keys text[], kinds text[], texts text[], at timestamptz
) returns void
    language sql volatile security definer set search_path = public, pg_temp
begin atomic
    update summary_schedule
    set due_at = ask.due_at, day_told = ask.day_told, week_told = ask.week_told, month_told = ask.month_told
    from unnest(books, due, days_told, weeks_told, months_told) as ask (book_id, due_at, day_told, week_told, month_told)
    where summary_schedule.book_id = ask.book_id and claimed_in = pg_current_xact_id_if_assigned();
    insert into notice (book_id, notice_key, kind, text, created_at, said_at)
    select ask.book_id, ask.notice_key, ask.kind, ask.text, finish_summaries.at, finish_summaries.at
    from unnest(books, keys, kinds, texts) as ask (book_id, notice_key, kind, text)
    join summary_schedule on summary_schedule.book_id = ask.book_id and claimed_in = pg_current_xact_id_if_assigned()
    where ask.text <> ''
    on conflict do nothing;
end;

-- How far the summaries are behind, for the metrics.
create function summaries_waiting(at timestamptz) returns bigint
    language sql stable security definer set search_path = public, pg_temp
    return (select count(*) from summary_schedule where due_at <= at);

do $$
declare
    doors constant text :=
        'claim_summaries(timestamptz, integer), summary_sums(uuid[], date[], date[]),
         summary_categories(uuid[], date[], date[], integer), summary_largest(uuid[], date[], date[]),
         summary_due(uuid[], date[], date[], integer), summary_budgets(uuid[], date[], integer, integer),
         summary_takes_notices(uuid[], timestamptz), summaries_waiting(timestamptz),
         finish_summaries(uuid[], timestamptz[], date[], date[], date[], text[], text[], text[], timestamptz)';
begin
    execute format('revoke execute on function %s from public', doors);
    execute format('grant execute on function %s to %I', doors, app_role());
end
$$;
