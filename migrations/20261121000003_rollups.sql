-- Month sums, so that an all-time question reads a few hundred rows instead of all. Kept by triggers on `transaction`, in
-- the same database transaction: they cannot lag and no writer can forget them.

create table month_rollup (
    book_id uuid not null references book on delete cascade,
    -- The month's first day.
    month date not null,
    account_id uuid not null,
    category_id integer not null,
    currency text not null,
    -- All rows, those of amount zero too.
    rows_all bigint not null,
    rows_out bigint not null,
    rows_in bigint not null,
    -- Σ of the negative and of the positive amounts.
    sum_out numeric not null,
    sum_in numeric not null,
    primary key (book_id, month, account_id, category_id, currency)
);
call open_book_table_to_app('select, insert, update, delete', 'month_rollup');

create function month_rollup_follow() returns trigger
    language plpgsql
as $$
begin
    if tg_op in ('INSERT', 'UPDATE') then
        insert into month_rollup as kept
        select book_id, date_trunc('month', booked_on::timestamp)::date, account_id, category_id, currency,
            count(*), count(*) filter (where amount < 0), count(*) filter (where amount > 0),
            coalesce(sum(amount) filter (where amount < 0), 0), coalesce(sum(amount) filter (where amount > 0), 0)
        from new_rows
        group by 1, 2, 3, 4, 5
        order by 1, 2, 3, 4, 5
        on conflict (book_id, month, account_id, category_id, currency) do update
        set rows_all = kept.rows_all + excluded.rows_all,
            rows_out = kept.rows_out + excluded.rows_out, rows_in = kept.rows_in + excluded.rows_in,
            sum_out = kept.sum_out + excluded.sum_out, sum_in = kept.sum_in + excluded.sum_in;
    end if;
    if tg_op in ('DELETE', 'UPDATE') then
        update month_rollup as kept
        set rows_all = kept.rows_all - gone.rows_all,
            rows_out = kept.rows_out - gone.rows_out, rows_in = kept.rows_in - gone.rows_in,
            sum_out = kept.sum_out - gone.sum_out, sum_in = kept.sum_in - gone.sum_in
        from (
            select book_id, date_trunc('month', booked_on::timestamp)::date as month, account_id, category_id, currency,
                count(*) as rows_all, count(*) filter (where amount < 0) as rows_out, count(*) filter (where amount > 0) as rows_in,
                coalesce(sum(amount) filter (where amount < 0), 0) as sum_out,
                coalesce(sum(amount) filter (where amount > 0), 0) as sum_in
            from old_rows
            group by 1, 2, 3, 4, 5
        ) as gone
        where (kept.book_id, kept.month, kept.account_id, kept.category_id, kept.currency)
            = (gone.book_id, gone.month, gone.account_id, gone.category_id, gone.currency);
        delete from month_rollup
        where book_id in (select book_id from old_rows) and rows_all = 0;
    end if;
    return null;
end
$$;

create trigger month_rollup_insert after insert on transaction
    referencing new table as new_rows for each statement execute function month_rollup_follow();
create trigger month_rollup_update after update on transaction
    referencing old table as old_rows new table as new_rows for each statement execute function month_rollup_follow();
create trigger month_rollup_delete after delete on transaction
    referencing old table as old_rows for each statement execute function month_rollup_follow();

-- Tells the planner what the tables hold after a large import: the private cluster may be stopped before autovacuum wakes,
-- and without figures it would read all rows for the latest five. Only the owner may ask for it, hence the function.
create function refresh_planner_figures() returns void
    language plpgsql security definer set search_path = public, pg_temp
as $$
begin
    analyze transaction, evidence, statement_line, merchant, month_rollup;
end
$$;
do $$
begin
    revoke execute on function refresh_planner_figures() from public;
    execute format('grant execute on function refresh_planner_figures() to %I', app_role());
end
$$;
