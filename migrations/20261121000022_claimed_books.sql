-- What a round of summaries reads is bound to the books that it claimed. A condition on claimed_in in each statement had the
-- planner expect one such book, as no transaction's number is among the frequent ones, and a thousand were compared with a
-- thousand, one by one. Which of the books are claimed is now found by their keys first.

-- Those of the books that this database transaction has claimed.
create function claimed_books(books uuid[]) returns setof uuid
    language sql stable security definer rows 1000 set search_path = public, pg_temp
begin atomic
    select summary_schedule.book_id from summary_schedule
    where summary_schedule.book_id = any (books) and claimed_in = pg_current_xact_id_if_assigned();
end;
revoke execute on function claimed_books(uuid[]) from public;

create or replace function summary_sums(books uuid[], from_days date[], to_days date[])
    returns table (asked bigint, currency text, flow smallint, rows_all bigint, sum_out numeric, sum_in numeric)
    language sql stable security definer set search_path = public, pg_temp
begin atomic
    select ask.number, day_rollup.currency, day_rollup.flow,
        sum(day_rollup.rows_all)::bigint, sum(day_rollup.sum_out), sum(day_rollup.sum_in)
    from unnest(books, from_days, to_days) with ordinality as ask (book_id, from_day, to_day, number)
    join claimed_books(books) as claimed (book_id) on claimed.book_id = ask.book_id
    join day_rollup on day_rollup.book_id = ask.book_id and day_rollup.day between ask.from_day and ask.to_day
    group by 1, 2, 3;
end;

create or replace function summary_categories(books uuid[], from_days date[], to_days date[], most integer)
    returns table (asked bigint, currency text, category_id integer, spent numeric, rows_all bigint)
    language sql stable security definer set search_path = public, pg_temp
begin atomic
    select ask.number, shares.currency, shares.category_id, shares.spent, shares.rows_all
    from unnest(books, from_days, to_days) with ordinality as ask (book_id, from_day, to_day, number)
    join claimed_books(books) as claimed (book_id) on claimed.book_id = ask.book_id
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

create or replace function summary_largest(books uuid[], from_days date[], to_days date[])
    returns table (asked bigint, name text, amount numeric, currency text, booked_on date)
    language sql stable security definer set search_path = public, pg_temp
begin atomic
    select ask.number, largest.name, largest.amount, largest.currency, largest.booked_on
    from unnest(books, from_days, to_days) with ordinality as ask (book_id, from_day, to_day, number)
    join claimed_books(books) as claimed (book_id) on claimed.book_id = ask.book_id
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

create or replace function summary_due(books uuid[], from_days date[], to_days date[], most integer)
    returns table (asked bigint, name text, amount numeric, currency text, expected_on date)
    language sql stable security definer set search_path = public, pg_temp
begin atomic
    select ask.number, due.name, due.amount, due.currency, due.expected_on
    from unnest(books, from_days, to_days) with ordinality as ask (book_id, from_day, to_day, number)
    join claimed_books(books) as claimed (book_id) on claimed.book_id = ask.book_id
    cross join lateral (
        select expected_payment.name, expected_payment.amount, expected_payment.currency, expected_payment.expected_on
        from expected_payment
        where expected_payment.book_id = ask.book_id and expected_payment.amount < 0
            and expected_payment.expected_on between ask.from_day and ask.to_day
        order by expected_payment.expected_on, expected_payment.amount, expected_payment.name
        limit most
    ) as due;
end;

create or replace function summary_budgets(books uuid[], days date[], from_percent integer, most integer)
    returns table (asked bigint, name text, spent numeric, allowed numeric, currency text, period_to date)
    language sql stable security definer set search_path = public, pg_temp
begin atomic
    select ask.number, used.name, used.spent, used.allowed, used.currency, used.period_to
    from unnest(books, days) with ordinality as ask (book_id, day, number)
    join claimed_books(books) as claimed (book_id) on claimed.book_id = ask.book_id
    cross join lateral (
        select budget_progress.* from budget_progress
        where budget_progress.book_id = ask.book_id and ask.day between period_from and period_to
            and spent > 0 and spent * 100 >= allowed * from_percent
        order by spent / greatest(allowed, 0.01) desc, budget_id
        limit most
    ) as used;
end;

create or replace function summary_takes_notices(books uuid[], at timestamptz)
    returns table (asked bigint, text text)
    language sql volatile security definer set search_path = public, pg_temp
begin atomic
    update notice set said_at = summary_takes_notices.at
    from unnest(books) with ordinality as ask (book_id, number)
    where ask.book_id in (select claimed_books(books)) and notice.book_id = ask.book_id
        and notice.said_at is null and notice.message is not null
        and (notice.say_at is null or notice.say_at <= summary_takes_notices.at)
        and (notice.transaction_id is null or exists (
            select from transaction
            where transaction.book_id = notice.book_id and transaction.transaction_id = notice.transaction_id
        ))
    returning ask.number, notice.text;
end;

create or replace function finish_summaries(
    books uuid[], due timestamptz[], days_told date[], weeks_told date[], months_told date[],
    keys text[], kinds text[], texts text[], at timestamptz
) returns void
    language sql volatile security definer set search_path = public, pg_temp
begin atomic
    update summary_schedule
    set due_at = ask.due_at, day_told = ask.day_told, week_told = ask.week_told, month_told = ask.month_told
    from unnest(books, due, days_told, weeks_told, months_told) as ask (book_id, due_at, day_told, week_told, month_told)
    where summary_schedule.book_id = ask.book_id and summary_schedule.book_id in (select claimed_books(books));
    insert into notice (book_id, notice_key, kind, text, created_at, said_at)
    select ask.book_id, ask.notice_key, ask.kind, ask.text, finish_summaries.at, finish_summaries.at
    from unnest(books, keys, kinds, texts) as ask (book_id, notice_key, kind, text)
    where ask.text <> '' and ask.book_id in (select claimed_books(books))
    on conflict do nothing;
end;

create or replace function summary_mail_listeners(books uuid[]) returns table (asked bigint, of_user bigint)
    language sql stable security definer set search_path = public, pg_temp
begin atomic
    select ask.number, mail_address.of_user
    from unnest(books) with ordinality as ask (book_id, number)
    join claimed_books(books) as claimed (book_id) on claimed.book_id = ask.book_id
    join mail_address on mail_address.book_id = ask.book_id
        and mail_address.address is not null and mail_address.paused_at is null;
end;

create or replace function enqueue_summary_mails(
    books uuid[], mails uuid[], users bigint[], subjects text[], bodies text[], at timestamptz
) returns void
    language sql volatile security definer set search_path = public, pg_temp
begin atomic
    insert into mail (book_id, mail_id, of_user, address, kind, priority, subject, body, created_at, due_at)
    select ask.book_id, ask.mail_id, ask.of_user, mail_address.address, 'summary', 1, ask.subject, ask.body,
        enqueue_summary_mails.at, enqueue_summary_mails.at
    from unnest(books, mails, users, subjects, bodies) as ask (book_id, mail_id, of_user, subject, body)
    join claimed_books(books) as claimed (book_id) on claimed.book_id = ask.book_id
    join mail_address on mail_address.book_id = ask.book_id and mail_address.of_user = ask.of_user
        and mail_address.address is not null and mail_address.paused_at is null;
end;

-- A claim changes no key: with room on the page it leaves nothing behind in the indexes.
alter table summary_schedule set (fillfactor = 50);
