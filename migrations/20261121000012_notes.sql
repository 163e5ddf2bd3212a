-- Rows that people type ("5.50 coffee"). Each sentence is a statement of the format `typed` without a period, because a few
-- payments say nothing about the rest of a day; its line vouches for the row as a file's line does, and taking the step back
-- is taking an import back. A bank's line that comes later for the same payment takes the row over instead of adding one.

-- The lists of words grow by one, whatever other migrations have put into them.
do $$
declare
    known text;
begin
    select replace(pg_get_constraintdef(oid), '''import''::text', '''import''::text, ''record''::text') into known
    from pg_constraint where conrelid = 'action'::regclass and conname = 'action_kind_check';
    alter table action drop constraint action_kind_check;
    execute format('alter table action add constraint action_kind_check %s', known);
    -- `confirmed`: the row lives on as the bank has it; `row` is what the person had typed.
    select replace(pg_get_constraintdef(oid), '''deleted''::text', '''deleted''::text, ''confirmed''::text') into known
    from pg_constraint where conrelid = 'tombstone'::regclass and conname = 'tombstone_reason_check';
    alter table tombstone drop constraint tombstone_reason_check;
    execute format('alter table tombstone add constraint tombstone_reason_check %s', known);
end
$$;

create index statement_typed on statement (book_id, statement_id) where format = 'typed';

-- Rows that typed lines alone vouch for.
create view noted_row with (security_invoker = true) as
    select evidence.book_id, evidence.transaction_id
    from statement join evidence using (book_id, statement_id)
    where statement.format = 'typed' and not exists (
        select from evidence as other join statement as printed using (book_id, statement_id)
        where other.book_id = evidence.book_id and other.transaction_id = evidence.transaction_id
            and printed.format <> 'typed'
    );
call open_to_app('select', 'noted_row');

-- Gives noted rows the account, day and words of the bank's lines. The category stays, unless nobody knew one. What was typed
-- is kept in a tombstone of the import's step. Returns how many rows were taken over.
create function take_over_noted(
    step uuid, into_account uuid, ids uuid[], days date[], posted date[], texts text[], payees uuid[], categories integer[],
    deciders text[], confidences real[], at timestamptz
) returns bigint
    language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    here uuid := current_book();
    taken bigint;
begin
    insert into tombstone (
        book_id, transaction_id, account_id, action_id, reason, booked_on, amount, description, row, created_at
    )
    select here, noted.transaction_id, noted.account_id, step, 'confirmed', noted.booked_on, noted.amount, noted.description,
        to_jsonb(noted) || jsonb_build_object('payee_key', merchant.key, 'payee_name', merchant.name), at
    from transaction as noted
    join merchant on merchant.book_id = here and merchant.merchant_id = noted.merchant_id
    where noted.book_id = here and noted.transaction_id = any(ids)
        and noted.transaction_id in (select transaction_id from noted_row where book_id = here);
    update transaction
    set account_id = into_account, booked_on = new.booked_on, posted_on = new.posted_on, description = new.description,
        merchant_id = new.merchant_id,
        category_id = case decided_by when 'none' then new.category_id else transaction.category_id end,
        confidence = case decided_by when 'none' then new.confidence else transaction.confidence end,
        decided_by = case decided_by when 'none' then new.decider else decided_by end
    from unnest(ids, days, posted, texts, payees, categories, deciders, confidences)
        as new (id, booked_on, posted_on, description, merchant_id, category_id, decider, confidence)
    where transaction.book_id = here and transaction.transaction_id = new.id
        and new.id in (select transaction_id from noted_row where book_id = here);
    get diagnostics taken = row_count;
    return taken;
end
$$;

-- What was typed for the rows that, without this import, typed lines alone vouch for.
create function notes_behind(taken_back uuid) returns setof tombstone
    language sql stable set search_path = public, pg_temp
as $$
    select distinct on (tombstone.transaction_id) tombstone.*
    from statement as note
    join evidence as typed using (book_id, statement_id)
    join tombstone on tombstone.book_id = typed.book_id and tombstone.transaction_id = typed.transaction_id
    where note.book_id = current_book() and note.format = 'typed' and tombstone.reason = 'confirmed'
        and exists (
            select from evidence join statement using (book_id, statement_id)
            where evidence.book_id = current_book() and evidence.transaction_id = typed.transaction_id
                and statement.action_id = taken_back and statement.format <> 'typed'
        )
        and not exists (
            select from evidence join statement using (book_id, statement_id)
            where evidence.book_id = current_book() and evidence.transaction_id = typed.transaction_id
                and statement.action_id <> taken_back and statement.format <> 'typed'
        )
    order by tombstone.transaction_id, tombstone.created_at desc, tombstone.action_id desc
$$;

-- Before an import is taken back: rows that it had taken over are again as the person typed them. A category that the user
-- chose meanwhile stays. Returns how many rows were given back.
create function give_back_noted(taken_back uuid, at timestamptz) returns bigint
    language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    here uuid := current_book();
    given bigint;
begin
    insert into merchant (book_id, merchant_id, key, name, created_at)
    select here, (note.row ->> 'merchant_id')::uuid, note.row ->> 'payee_key', min(note.row ->> 'payee_name'), at
    from notes_behind(taken_back) as note
    group by 2, 3
    on conflict (book_id, key) do nothing;
    update transaction
    set account_id = note.account_id, booked_on = note.booked_on, posted_on = null, description = note.description,
        merchant_id = merchant.merchant_id,
        category_id = case decided_by when 'user' then transaction.category_id else (note.row ->> 'category_id')::integer end,
        confidence = case decided_by when 'user' then transaction.confidence else (note.row ->> 'confidence')::real end,
        decided_by = case decided_by when 'user' then decided_by else note.row ->> 'decided_by' end
    from notes_behind(taken_back) as note
    join merchant on merchant.book_id = here and merchant.key = note.row ->> 'payee_key'
    where transaction.book_id = here and transaction.transaction_id = note.transaction_id;
    get diagnostics given = row_count;
    return given;
end
$$;

do $$
declare
    door text;
begin
    revoke execute on function notes_behind(uuid) from public;
    foreach door in array array[
        'take_over_noted(uuid, uuid, uuid[], date[], date[], text[], uuid[], integer[], text[], real[], timestamptz)',
        'give_back_noted(uuid, timestamptz)'
    ] loop
        execute format('revoke execute on function %s from public', door);
        execute format('grant execute on function %s to %I', door, app_role());
    end loop;
end
$$;
