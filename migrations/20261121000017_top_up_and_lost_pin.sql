-- Money into the wallet by an invoice in the chat. A row here is what an invoice asked for; the invoice carries its id, and what
-- Telegram says of it is held against this row. Money still enters by the ledger alone.

create table top_up (
    book_id uuid not null references book on delete cascade,
    top_up_id uuid not null,
    -- Whose wallet it is for.
    of_user bigint not null,
    amount numeric not null check (amount > 0),
    currency text not null,
    state text not null check (state in ('open', 'paid', 'refunded')),
    -- Telegram's name of the payment.
    charge_id text unique,
    created_at timestamptz not null,
    -- From this moment on no payment is begun; one that was begun before is still taken.
    expires_at timestamptz not null,
    primary key (book_id, top_up_id),
    check ((state = 'open') = (charge_id is null))
);
-- State and charge are written by the functions below alone.
call open_book_table_to_app('select, insert', 'top_up');

-- Moves money of the house into a wallet, as outside any book: within one, nobody moves money that is not theirs. For
-- `wallet_top_up_pay` alone, which has locked what it is for.
create function wallet_top_up_move(
    at timestamptz, transfer uuid, new_key text, hash bytea, payee text, in_currency text, how_much numeric,
    out result ledger_result, out available numeric
)
    language plpgsql security definer set search_path = public, pg_temp set farthing.book_id = ''
as $$
begin
    select paid.result, paid.available_to into result, available
    from ledger_pay(at, transfer, new_key, hash, 'system:funding', payee, in_currency, how_much, null) as paid;
end
$$;

-- A charge was paid for an open top-up of this book: the money moves and the top-up is paid, or neither. No row when it is not
-- open.
create function wallet_top_up_pay(
    which uuid, charge text, transfer uuid, new_key text, hash bytea, at timestamptz
) returns table (result ledger_result, available numeric)
    language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    asked top_up;
begin
    select * into asked from top_up
    where top_up.book_id = current_book() and top_up_id = which and state = 'open'
        and 'user:' || of_user = any(current_wallets())
    for update;
    if not found then
        return;
    end if;
    select moved.result, moved.available into result, available
    from wallet_top_up_move(at, transfer, new_key, hash, 'user:' || asked.of_user, asked.currency, asked.amount) as moved;
    if result = 'ok' then
        update top_up set state = 'paid', charge_id = charge
        where top_up.book_id = asked.book_id and top_up_id = asked.top_up_id;
    end if;
    return next;
end
$$;

-- What was paid under a charge, locked, for whoever runs farthing. Outside any book.
create function wallet_top_up_of_charge(charge text)
    returns table (of_user bigint, amount numeric, currency text, state text)
    language sql security definer set search_path = public, pg_temp
begin atomic
    select top_up.of_user, top_up.amount, top_up.currency, top_up.state
    from top_up where charge_id = charge and current_book() is null for update;
end;

-- It was taken back. Outside any book.
create function wallet_top_up_refunded(charge text) returns void
    language sql security definer set search_path = public, pg_temp
begin atomic
    update top_up set state = 'refunded' where charge_id = charge and state = 'paid' and current_book() is null;
end;

-- For a while after somebody's PIN was taken away on request: what a thief would do is refused until then.
alter table second_factor add column cools_until timestamptz;

-- Takes away the PIN of somebody who forgot it, with the app and its codes; what they set about limits stays. False when there
-- is none. Outside any book.
create function wallet_reset_pin(telegram_user bigint, until timestamptz) returns boolean
    language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    theirs uuid := book_of(telegram_user);
begin
    if current_book() is not null then
        return false;
    end if;
    update second_factor
    set pin_hash = null, code_secret = null, code_secret_offered = null, code_step = null, pin_tries = 0, code_tries = 0,
        locked_until = null, session_until = null, cools_until = until
    where book_id = theirs and pin_hash is not null;
    if not found then
        return false;
    end if;
    delete from recovery_code where book_id = theirs;
    delete from second_factor_prompt where book_id = theirs;
    return true;
end
$$;

do $$
declare
    opened text;
begin
    foreach opened in array array[
        'wallet_top_up_pay(uuid, text, uuid, text, bytea, timestamptz)', 'wallet_top_up_of_charge(text)',
        'wallet_top_up_refunded(text)', 'wallet_reset_pin(bigint, timestamptz)'
    ] loop
        execute format('revoke execute on function %s from public', opened);
        execute format('grant execute on function %s to %I', opened, app_role());
    end loop;
    revoke execute on function wallet_top_up_move(timestamptz, uuid, text, bytea, text, text, numeric) from public;
end
$$;
