-- What people do to rows and accounts by hand: deleting a row, renaming an account, merging two. Each is an action that can be
-- taken back.

alter table action drop constraint action_kind_check;
alter table action add constraint action_kind_check
    check (kind in ('import', 'recategorise', 'undo', 'delete', 'rename', 'merge'));

-- `merged`: the row became one with another when two accounts did; `row` names that one as `kept`.
alter table tombstone drop constraint tombstone_reason_check;
alter table tombstone add constraint tombstone_reason_check check (reason in ('deleted', 'import_undone', 'merged'));
create index tombstone_action on tombstone (book_id, action_id);

alter table change drop constraint change_field_check;
alter table change add constraint change_field_check
    check (field in ('category', 'merchant', 'note', 'account', 'description'));

-- When the file that worded a row is taken back, the row takes the words of the next one that shows it.
do $$
begin
    execute format('grant update (description, posted_on) on transaction to %I', app_role());
end
$$;

-- The account that this one is part of now. Its statements and rows are there; its number and name still lead files to it.
alter table account add column merged_into uuid;
alter table account add foreign key (book_id, merged_into) references account;
-- Two accounts may have had one name when a merge or a renaming is taken back; one import at a time makes accounts.
drop index account_name;

-- What the file itself calls the account: which later files are the same account's, and which number an undone import taught.
alter table statement add column number_hash bytea;
alter table statement add column account_name text;
-- As printed; null where the file names none.
alter table statement add column currency text;
-- What the account was taken for until a file printed another currency.
alter table account add column guessed_currency text;
update statement set number_hash = account.number_hash, currency = account.currency
from account
where (account.book_id, account.account_id) = (statement.book_id, statement.account_id);
update statement set account_name = account.name
from account
where (account.book_id, account.account_id) = (statement.book_id, statement.account_id)
    and account.number_hash is null and account.name <> coalesce(statement.bank, 'Account');
create index statement_account on statement (book_id, account_id);

-- The name of an account, before and after. Append-only.
create table account_rename (
    book_id uuid not null,
    action_id uuid not null,
    account_id uuid not null,
    before text not null,
    after text not null,
    created_at timestamptz not null,
    primary key (book_id, action_id, account_id),
    foreign key (book_id, action_id) references action on delete cascade
);
call open_book_table_to_app('select, insert', 'account_rename');

-- Two accounts that became one, and the statements that moved. Append-only.
create table account_merge (
    book_id uuid not null,
    action_id uuid not null,
    from_account uuid not null,
    into_account uuid not null,
    statements uuid[] not null,
    created_at timestamptz not null,
    primary key (book_id, action_id),
    foreign key (book_id, action_id) references action on delete cascade
);
call open_book_table_to_app('select', 'account_merge');

-- The steps of a book that nobody took back.
create view standing_action with (security_invoker = true) as
    select action.* from action
    where not exists (
        select from action as later where later.book_id = action.book_id and later.undoes = action.action_id
    );
call open_to_app('select', 'standing_action');

-- Brings rows back as their tombstones kept them, in the currency that their account has by now. Every column of the table but
-- the computed ones, so that a later column is not forgotten here.
create function restore_rows(kept jsonb) returns void
    language plpgsql set search_path = public, pg_temp
as $$
declare
    columns text;
begin
    select string_agg(quote_ident(attname), ', ' order by attnum) into columns
    from pg_attribute
    where attrelid = 'transaction'::regclass and attnum > 0 and not attisdropped and attgenerated = '';
    execute format(
        'insert into transaction (%1$s)
         select %1$s from jsonb_populate_recordset(
             null::transaction,
             (
                 select jsonb_agg(was || jsonb_build_object(''currency'', account.currency))
                 from jsonb_array_elements($1) as was
                 join account on account.book_id = (was ->> ''book_id'')::uuid
                     and account.account_id = (was ->> ''account_id'')::uuid
             )
         )',
        columns
    ) using kept;
end
$$;

-- Deletes rows as the user asked. The lines that vouch for them keep their links, so that a deleted row knows its evidence
-- when it comes back, and later files find it. Returns how many rows went.
create function delete_rows(gone uuid[], step uuid, at timestamptz) returns bigint
    language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    here uuid := current_book();
    gone_rows bigint;
begin
    with deleted as (
        delete from transaction where book_id = here and transaction_id = any(gone) returning transaction.*
    )
    insert into tombstone (
        book_id, transaction_id, account_id, action_id, reason, booked_on, amount, description, row, created_at
    )
    select book_id, transaction_id, account_id, step, 'deleted', booked_on, amount, description, to_jsonb(deleted), at
    from deleted;
    get diagnostics gone_rows = row_count;
    return gone_rows;
end
$$;

-- Takes a deletion back. A row whose every statement was taken back meanwhile stays away. Returns how many came back.
create function undelete_rows(step uuid) returns bigint
    language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    here uuid := current_book();
    kept jsonb;
begin
    select coalesce(jsonb_agg(tombstone.row), '[]') into kept
    from tombstone
    where book_id = here and action_id = step and reason = 'deleted' and exists (
        select from evidence where evidence.book_id = here and evidence.transaction_id = tombstone.transaction_id
    );
    perform restore_rows(kept);
    return jsonb_array_length(kept);
end
$$;

-- Makes one account part of another. `gone[n]`, a row of the first, is the same payment as `kept[n]`, a row of the second:
-- they become one, with the lines of both and the category that the user chose, if for either. Returns how many rows moved.
create function merge_accounts(
    from_id uuid, into_id uuid, gone uuid[], kept uuid[], step uuid, at timestamptz
) returns bigint
    language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    here uuid := current_book();
    moved bigint;
begin
    with chosen as (
        select other.transaction_id, one.category_id
        from unnest(gone, kept) as pair (gone, kept)
        join transaction as one on one.book_id = here and one.transaction_id = pair.gone
        join transaction as other on other.book_id = here and other.transaction_id = pair.kept
        where one.decided_by = 'user' and other.decided_by <> 'user'
    ), noted as (
        insert into change (book_id, action_id, transaction_id, field, before, after, created_at)
        select here, step, transaction_id, 'category',
            jsonb_build_object(
                'category', transaction.category_id, 'decided_by', decided_by, 'confidence', confidence
            ),
            jsonb_build_object('category', chosen.category_id, 'decided_by', 'user', 'confidence', 1), at
        from chosen join transaction using (transaction_id)
        where transaction.book_id = here
    )
    update transaction set category_id = chosen.category_id, decided_by = 'user', confidence = 1
    from chosen
    where transaction.book_id = here and transaction.transaction_id = chosen.transaction_id;

    with joined as (
        delete from transaction
        using unnest(gone, kept) as pair (gone, kept)
        where transaction.book_id = here and transaction.account_id = from_id and transaction.transaction_id = pair.gone
        returning transaction.*, pair.kept
    )
    insert into tombstone (
        book_id, transaction_id, account_id, action_id, reason, booked_on, amount, description, row, created_at
    )
    select book_id, transaction_id, account_id, step, 'merged', booked_on, amount, description, to_jsonb(joined), at
    from joined;
    update evidence set transaction_id = pair.kept
    from unnest(gone, kept) as pair (gone, kept)
    where evidence.book_id = here and evidence.transaction_id = pair.gone;

    insert into change (book_id, action_id, transaction_id, field, before, after, created_at)
    select here, step, transaction_id, 'account', to_jsonb(from_id), to_jsonb(into_id), at
    from transaction where book_id = here and account_id = from_id;
    update transaction set account_id = into_id where book_id = here and account_id = from_id;
    get diagnostics moved = row_count;

    insert into account_merge (book_id, action_id, from_account, into_account, statements, created_at)
    select here, step, from_id, into_id, coalesce(array_agg(statement_id), '{}'), at
    from statement where book_id = here and account_id = from_id;
    update statement set account_id = into_id where book_id = here and account_id = from_id;
    update account set merged_into = into_id where book_id = here and account_id = from_id;
    return moved;
end
$$;

-- Takes a merge back: rows, lines and statements return to where they were. What a meanwhile undone import vouched for alone
-- goes with it. Returns how many rows the account has again.
create function part_accounts(step uuid, undo uuid, at timestamptz) returns bigint
    language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    here uuid := current_book();
    done account_merge;
    parted jsonb;
    moved bigint;
begin
    select * into done from account_merge where book_id = here and action_id = step;

    with back as (
        insert into change (book_id, action_id, transaction_id, field, before, after, created_at)
        select here, undo, change.transaction_id, 'account', change.after, change.before, at
        from change join transaction on transaction.book_id = here and transaction.transaction_id = change.transaction_id
        where change.book_id = here and change.action_id = step and change.field = 'account'
        returning transaction_id
    )
    update transaction set account_id = done.from_account
    from back
    where transaction.book_id = here and transaction.transaction_id = back.transaction_id;
    get diagnostics moved = row_count;

    update evidence set transaction_id = tombstone.transaction_id
    from tombstone
    where tombstone.book_id = here and tombstone.action_id = step and tombstone.reason = 'merged'
        and evidence.book_id = here and evidence.transaction_id = (tombstone.row ->> 'kept')::uuid
        and evidence.statement_id = any(done.statements);
    select coalesce(jsonb_agg(tombstone.row), '[]') into parted
    from tombstone
    where book_id = here and action_id = step and reason = 'merged' and exists (
        select from evidence where evidence.book_id = here and evidence.transaction_id = tombstone.transaction_id
    );
    perform restore_rows(parted);
    with gone as (
        delete from transaction
        using tombstone
        where tombstone.book_id = here and tombstone.action_id = step and tombstone.reason = 'merged'
            and transaction.book_id = here and transaction.transaction_id = (tombstone.row ->> 'kept')::uuid
            and not exists (
                select from evidence
                where evidence.book_id = here and evidence.transaction_id = transaction.transaction_id
            )
        returning transaction.*
    )
    insert into tombstone (
        book_id, transaction_id, account_id, action_id, reason, booked_on, amount, description, row, created_at
    )
    select book_id, transaction_id, account_id, undo, 'import_undone', booked_on, amount, description, to_jsonb(gone), at
    from gone;

    update statement set account_id = done.from_account
    where book_id = here and statement_id = any(done.statements);
    update account set merged_into = null where book_id = here and account_id = done.from_account;
    return moved + jsonb_array_length(parted);
end
$$;

-- Puts an account whose currency was a guess into the one that a file prints.
create function adopt_currency(adopting uuid, printed text) returns void
    language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    here uuid := current_book();
begin
    update account set guessed_currency = coalesce(guessed_currency, currency), currency = printed
    where book_id = here and account_id = adopting;
    update transaction set currency = printed where book_id = here and account_id = adopting;
end
$$;

-- After a step was taken back: removes what imports had brought beside rows and nothing speaks of any more, so that an undone
-- import leaves no trace. What the user did with an account or a row keeps it.
create function remove_unused() returns void
    language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    here uuid := current_book();
    guessed record;
begin
    delete from account as unused
    where unused.book_id = here and unused.merged_into is null
        and not exists (select from statement where book_id = here and account_id = unused.account_id)
        and not exists (select from transaction where book_id = here and account_id = unused.account_id)
        and not exists (select from account where book_id = here and merged_into = unused.account_id)
        and not exists (
            select from tombstone join standing_action using (book_id, action_id)
            where book_id = here and account_id = unused.account_id and reason = 'deleted'
        )
        and not exists (
            select from account_rename join standing_action using (book_id, action_id)
            where book_id = here and account_id = unused.account_id
        );
    -- A number that no file of the account prints any more.
    update account as unused set number_hash = null, number_masked = null
    where unused.book_id = here and number_hash is not null
        and exists (select from statement where book_id = here and account_id = unused.account_id)
        and not exists (
            select from statement
            where book_id = here and account_id = unused.account_id and statement.number_hash = unused.number_hash
        );
    -- A currency that no file of the account prints any more.
    for guessed in
        select account_id, guessed_currency from account
        where book_id = here and guessed_currency is not null and merged_into is null and not exists (
            select from statement
            where book_id = here and account_id = account.account_id and statement.currency is not null
        )
    loop
        update account set currency = guessed.guessed_currency, guessed_currency = null
        where book_id = here and account_id = guessed.account_id;
        update transaction set currency = guessed.guessed_currency
        where book_id = here and account_id = guessed.account_id;
    end loop;
    delete from merchant as unused
    where unused.book_id = here
        and not exists (select from payee_rollup where book_id = here and merchant_id = unused.merchant_id)
        and not exists (select from correction where book_id = here and merchant_id = unused.merchant_id)
        and unused.merchant_id not in (
            select (tombstone.row ->> 'merchant_id')::uuid
            from tombstone join standing_action using (book_id, action_id)
            where book_id = here and reason in ('deleted', 'merged')
        );
    -- The user's own categories are those of the file's words and those that a change put rows into.
    delete from category as unused
    where unused.book_id = here
        and not exists (select from month_rollup where book_id = here and category_id = unused.category_id)
        and not exists (select from correction where book_id = here and category_id = unused.category_id)
        and not exists (select from category_rule where book_id = here and category_id = unused.category_id)
        and unused.category_id not in (
            select (tombstone.row ->> 'category_id')::int
            from tombstone join standing_action using (book_id, action_id)
            where book_id = here and reason in ('deleted', 'merged')
        )
        and unused.category_id not in (
            select (side ->> 'category')::int
            from change cross join unnest(array[before, after]) as side
            where book_id = here and field = 'category'
        );
end
$$;

do $$
declare
    door text;
begin
    revoke execute on function restore_rows(jsonb) from public;
    foreach door in array array[
        'delete_rows(uuid[], uuid, timestamptz)', 'undelete_rows(uuid)',
        'merge_accounts(uuid, uuid, uuid[], uuid[], uuid, timestamptz)', 'part_accounts(uuid, uuid, timestamptz)',
        'adopt_currency(uuid, text)', 'remove_unused()'
    ] loop
        execute format('revoke execute on function %s from public', door);
        execute format('grant execute on function %s to %I', door, app_role());
    end loop;
end
$$;
