-- Sums by day and by payee over all time, so that a question that breaks down everything ("which day ever", "top payees ever")
-- reads these instead of every row. Kept by triggers on `transaction`, as the month sums are.

-- What a category does to the sums: 1 is earned, -1 is neither earned nor spent, 0 is spent. The program's own table says the
-- same (`Category::flow`); a test compares the two. A book's own category follows its parent, which cannot change any more, nor can it be deleted.
create function category_flow(category_id integer, parent_id integer) returns smallint
    language sql immutable parallel safe
    return case coalesce(parent_id, category_id) / 100 when 1 then 1 when 20 then -1 when 21 then -1 else 0 end::smallint;
do $$
begin
    execute format('revoke update (parent_id), delete on category from %I', app_role());
end
$$;

-- No foreign keys: they would be checked again at each of an import's many updates of one row. The delete trigger empties both.
create table day_rollup (
    book_id uuid not null,
    day date not null,
    currency text not null,
    flow smallint not null check (flow in (-1, 0, 1)),
    rows_all bigint not null,
    rows_out bigint not null,
    rows_in bigint not null,
    sum_out numeric not null,
    sum_in numeric not null,
    primary key (book_id, day, currency, flow)
);
call open_book_table_to_app('select, insert, update, delete', 'day_rollup');

create table payee_rollup (
    book_id uuid not null,
    merchant_id uuid not null,
    account_id uuid not null,
    category_id integer not null,
    currency text not null,
    rows_all bigint not null,
    rows_out bigint not null,
    rows_in bigint not null,
    sum_out numeric not null,
    sum_in numeric not null,
    primary key (book_id, merchant_id, account_id, category_id, currency)
)
-- Room for the next version of a row beside it, so that an update leaves the index alone.
with (fillfactor = 50);
call open_book_table_to_app('select, insert, update, delete', 'payee_rollup');

create function finer_rollups_follow() returns trigger
    language plpgsql
as $$
begin
    if tg_op in ('INSERT', 'UPDATE') then
        insert into day_rollup as kept
        select book_id, booked_on, currency, category_flow(category_id, parent_id),
            count(*), count(*) filter (where amount < 0), count(*) filter (where amount > 0),
            coalesce(sum(amount) filter (where amount < 0), 0), coalesce(sum(amount) filter (where amount > 0), 0)
        from new_rows left join category using (book_id, category_id)
        group by 1, 2, 3, 4
        order by 1, 2, 3, 4
        on conflict (book_id, day, currency, flow) do update
        set rows_all = kept.rows_all + excluded.rows_all,
            rows_out = kept.rows_out + excluded.rows_out, rows_in = kept.rows_in + excluded.rows_in,
            sum_out = kept.sum_out + excluded.sum_out, sum_in = kept.sum_in + excluded.sum_in;
        insert into payee_rollup as kept
        select book_id, merchant_id, account_id, category_id, currency,
            count(*), count(*) filter (where amount < 0), count(*) filter (where amount > 0),
            coalesce(sum(amount) filter (where amount < 0), 0), coalesce(sum(amount) filter (where amount > 0), 0)
        from new_rows
        group by 1, 2, 3, 4, 5
        order by 1, 2, 3, 4, 5
        on conflict (book_id, merchant_id, account_id, category_id, currency) do update
        set rows_all = kept.rows_all + excluded.rows_all,
            rows_out = kept.rows_out + excluded.rows_out, rows_in = kept.rows_in + excluded.rows_in,
            sum_out = kept.sum_out + excluded.sum_out, sum_in = kept.sum_in + excluded.sum_in;
    end if;
    if tg_op in ('DELETE', 'UPDATE') then
        update day_rollup as kept
        set rows_all = kept.rows_all - gone.rows_all,
            rows_out = kept.rows_out - gone.rows_out, rows_in = kept.rows_in - gone.rows_in,
            sum_out = kept.sum_out - gone.sum_out, sum_in = kept.sum_in - gone.sum_in
        from (
            select book_id, booked_on as day, currency, category_flow(category_id, parent_id) as flow,
                count(*) as rows_all, count(*) filter (where amount < 0) as rows_out, count(*) filter (where amount > 0) as rows_in,
                coalesce(sum(amount) filter (where amount < 0), 0) as sum_out,
                coalesce(sum(amount) filter (where amount > 0), 0) as sum_in
            from old_rows left join category using (book_id, category_id)
            group by 1, 2, 3, 4
        ) as gone
        where (kept.book_id, kept.day, kept.currency, kept.flow)
            = (gone.book_id, gone.day, gone.currency, gone.flow);
        delete from day_rollup as kept
        using (select distinct book_id, booked_on from old_rows) as gone
        where kept.book_id = gone.book_id and kept.day = gone.booked_on and kept.rows_all = 0;
        update payee_rollup as kept
        set rows_all = kept.rows_all - gone.rows_all,
            rows_out = kept.rows_out - gone.rows_out, rows_in = kept.rows_in - gone.rows_in,
            sum_out = kept.sum_out - gone.sum_out, sum_in = kept.sum_in - gone.sum_in
        from (
            select book_id, merchant_id, account_id, category_id, currency,
                count(*) as rows_all, count(*) filter (where amount < 0) as rows_out, count(*) filter (where amount > 0) as rows_in,
                coalesce(sum(amount) filter (where amount < 0), 0) as sum_out,
                coalesce(sum(amount) filter (where amount > 0), 0) as sum_in
            from old_rows
            group by 1, 2, 3, 4, 5
        ) as gone
        where (kept.book_id, kept.merchant_id, kept.account_id, kept.category_id, kept.currency)
            = (gone.book_id, gone.merchant_id, gone.account_id, gone.category_id, gone.currency);
        delete from payee_rollup as kept
        using (select distinct book_id, merchant_id from old_rows) as gone
        where kept.book_id = gone.book_id and kept.merchant_id = gone.merchant_id and kept.rows_all = 0;
    end if;
    return null;
end
$$;

create trigger finer_rollups_insert after insert on transaction
    referencing new table as new_rows for each statement execute function finer_rollups_follow();
create trigger finer_rollups_update after update on transaction
    referencing old table as old_rows new table as new_rows for each statement execute function finer_rollups_follow();
create trigger finer_rollups_delete after delete on transaction
    referencing old table as old_rows for each statement execute function finer_rollups_follow();

-- What was imported before.
insert into day_rollup
select book_id, booked_on, currency, category_flow(category_id, parent_id),
    count(*), count(*) filter (where amount < 0), count(*) filter (where amount > 0),
    coalesce(sum(amount) filter (where amount < 0), 0), coalesce(sum(amount) filter (where amount > 0), 0)
from transaction left join category using (book_id, category_id)
group by 1, 2, 3, 4;
insert into payee_rollup
select book_id, merchant_id, account_id, category_id, currency,
    count(*), count(*) filter (where amount < 0), count(*) filter (where amount > 0),
    coalesce(sum(amount) filter (where amount < 0), 0), coalesce(sum(amount) filter (where amount > 0), 0)
from transaction
group by 1, 2, 3, 4, 5;

-- "Payments over 100": comparisons of numbers with decimals are not leakproof, so row-level security keeps them from using an
-- index; those of whole numbers are. The rows that this narrows down to are then compared exactly.
alter table transaction add column whole_size bigint generated always as (floor(abs(amount))::bigint) stored;
create index transaction_whole_size on transaction (book_id, whole_size);

create or replace function refresh_planner_figures() returns void
    language plpgsql security definer set search_path = public, pg_temp
as $$
begin
    analyze transaction, evidence, statement_line, merchant, month_rollup, day_rollup, payee_rollup;
end
$$;
