-- The two doors through which rows and evidence go. They run with the owner's rights, because the application has no right to
-- delete; both ask for the same scope as any other change.

-- Takes an import back: its statements, their lines and links go, and of the rows those that no other line vouches for, each
-- leaving a tombstone. Returns how many rows went.
create function undo_import(taken_back uuid, undo uuid, at timestamptz) returns bigint
    language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    here uuid := current_book();
    gone_statements uuid[];
    gone_rows bigint;
begin
    select array_agg(statement_id) into gone_statements from statement where book_id = here and action_id = taken_back;
    with linked as (
        select distinct transaction_id from evidence where book_id = here and statement_id = any(gone_statements)
    ), gone as (
        delete from transaction
        using linked
        where transaction.book_id = here and transaction.transaction_id = linked.transaction_id and not exists (
            select from evidence
            where evidence.book_id = here and evidence.transaction_id = linked.transaction_id
                and evidence.statement_id <> all(gone_statements)
        )
        returning transaction.*
    )
    insert into tombstone (
        book_id, transaction_id, account_id, action_id, reason, booked_on, amount, description, row, created_at
    )
    select book_id, transaction_id, account_id, undo, 'import_undone', booked_on, amount, description, to_jsonb(gone), at
    from gone;
    get diagnostics gone_rows = row_count;
    delete from evidence where book_id = here and statement_id = any(gone_statements);
    delete from statement_line where book_id = here and statement_id = any(gone_statements);
    delete from statement where book_id = here and statement_id = any(gone_statements);
    return gone_rows;
end
$$;

-- Removes a person and everything that is theirs; true when there was anything.
create function forget(telegram_user bigint) returns boolean
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
    delete from person where person_id in (select person_id from membership where book_id = gone);
    delete from book where book_id = gone;
    return true;
end
$$;

-- Functions that run with the owner's rights are open to the application alone.
do $$
begin
    revoke execute on function book_of(bigint), enter_book(bigint, uuid, uuid, bytea, timestamptz), forget(bigint),
        undo_import(uuid, uuid, timestamptz) from public;
    execute format(
        'grant execute on function book_of(bigint), enter_book(bigint, uuid, uuid, bytea, timestamptz), forget(bigint), undo_import(uuid, uuid, timestamptz) to %I',
        app_role()
    );
end
$$;
