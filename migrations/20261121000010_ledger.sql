-- The wallet's ledger: double-entry, append-only, its own domain with its own keys. Balances belong to people, not to books:
-- a book sees the accounts of its members and nothing else.
--
-- Every change goes through `ledger_submit`; the application may read, and call functions, but writes no row itself.

-- What was asked for. A linked group is several transfers of one call, all or none of which stand: an exchange is two of
-- them, through the accounts `system:fx` of both currencies at a stored rate.
create type ledger_kind as enum ('transfer', 'hold', 'post', 'void', 'expire', 'reverse', 'refund');

-- Why it was done or not: one word for each reason, the same in SQL, Rust and JSON.
create type ledger_result as enum (
    'ok',
    -- The request itself.
    'malformed', 'key_invalid', 'kind_unknown', 'account_invalid', 'currency_unknown', 'origin_missing', 'amount_invalid',
    'amount_not_positive', 'amount_too_precise', 'amount_too_large', 'same_account', 'rate_invalid', 'expiry_invalid',
    -- The key.
    'key_reused',
    -- The accounts.
    'not_yours', 'account_closed', 'account_not_empty', 'insufficient_funds', 'balance_too_large',
    -- What it acts on.
    'origin_unknown', 'currency_mismatch', 'not_a_hold', 'hold_resolved', 'hold_expired', 'hold_exceeded', 'not_reversible',
    'already_reversed', 'origin_exceeded',
    -- The group.
    'linked_failed'
);

-- Checked where a value comes in, not at each change of a balance, which a check of the table would be.
create domain ledger_owner as text collate "C"
    check (value ~ '^(user:[1-9][0-9]{0,18}|system:[a-z0-9][a-z0-9_.-]{0,62}|gone:[0-9]+)$');
create domain ledger_currency as text collate "C" check (value ~ '^[A-Z]{3}$');
create domain ledger_amount as numeric check (value > 0);
create domain ledger_hash as bytea check (length(value) = 32);

-- One owner's money in one currency. Balances change with every transfer: half of a page stays free, so that new versions
-- stay on it and no index is written.
create table ledger_account (
    account_id bigint generated always as identity primary key,
    -- `user:N`, a Telegram id; `system:NAME`; `gone:ID` once the person asked to be forgotten.
    owner ledger_owner not null,
    currency ledger_currency not null,
    -- A system account is split, so that connections do not wait for each other; its balance is the sum.
    shard smallint not null,
    is_system boolean not null,
    balance numeric not null default 0,
    -- Promised to holds: part of the balance that nothing else may use.
    held numeric not null default 0,
    -- Of the latest posting: numbers have no gap.
    sequence bigint not null default 0,
    -- Not before the latest posting; the next one is later.
    posted_at timestamptz not null,
    closed boolean not null default false,
    opened_at timestamptz not null,
    unique (owner, currency, shard),
    constraint never_overdrawn check (held >= 0 and (is_system or (balance >= held and shard = 0)))
) with (fillfactor = 50);

-- Every request with a key, also those that were refused: a key has one outcome for ever. Append-only.
create table ledger_transfer (
    -- The first 16 bytes of the key's SHA-256, so that the key needs no index of its own.
    transfer_id uuid primary key,
    -- The order in which requests came in; what was rolled back leaves gaps.
    entry_number bigint generated always as identity,
    key text not null,
    -- SHA-256 of the whole request.
    request_hash ledger_hash not null,
    kind ledger_kind not null,
    result ledger_result not null,
    from_account bigint,
    to_account bigint,
    -- What moved, or for a hold, void or expiry what was promised or freed.
    amount ledger_amount,
    -- What it acts on or takes back.
    origin_id uuid,
    -- The first transfer of its linked group.
    group_id uuid,
    -- Units of the other leg's currency for one of the sold currency.
    rate ledger_amount,
    expires_at timestamptz,
    -- As first answered; null for system accounts.
    available_from numeric,
    available_to numeric,
    -- When it happened in the world, and when it was entered.
    event_at timestamptz not null,
    created_at timestamptz not null,
    check (result <> 'ok' or (from_account is not null and to_account is not null and amount is not null))
);
create index ledger_transfer_origin on ledger_transfer (origin_id) where origin_id is not null and result = 'ok';
create unique index ledger_hold_resolved_once on ledger_transfer (origin_id)
    where kind in ('post', 'void', 'expire') and result = 'ok';
create index ledger_transfer_order on ledger_transfer (entry_number);

-- One leg. The key finds the balance at any moment in one lookup: the latest posting not after it. Append-only.
create table ledger_posting (
    account_id bigint not null,
    -- The transfer's `created_at`, later than every posting of the account before it.
    posted_at timestamptz not null,
    sequence bigint not null,
    transfer_id uuid not null,
    -- Where the money came from or went to: the account of the other leg.
    other_account bigint not null,
    currency text collate "C" not null,
    -- Negative is money out.
    amount numeric not null,
    -- The account's, after this.
    balance numeric not null,
    primary key (account_id, posted_at)
);

-- Holds that nobody resolved yet: a row goes when its hold is posted, voided or expires.
create table ledger_open_hold (
    hold_id uuid primary key,
    account_id bigint not null,
    amount ledger_amount not null,
    expires_at timestamptz
);
create index ledger_open_hold_expiry on ledger_open_hold (expires_at) where expires_at is not null;

-- Owners whose money this transaction's book may see.
create function current_wallets() returns text[]
    language sql stable security definer set search_path = public, pg_temp
    return (
        select coalesce(array_agg('user:' || telegram_identity.telegram_user_id), '{}')
        from telegram_identity join membership using (person_id)
        where membership.book_id = current_book()
    );

-- Their accounts.
create function current_wallet_accounts() returns bigint[]
    language sql stable security definer set search_path = public, pg_temp
    return (select coalesce(array_agg(account_id), '{}') from ledger_account where owner = any(current_wallets()));

call open_to_app('select', 'ledger_account');
call open_to_app('select', 'ledger_posting');
-- Not what the other side has left.
call open_to_app(
    'select (transfer_id, entry_number, kind, result, from_account, to_account, amount, origin_id, group_id, rate, expires_at, event_at, created_at)',
    'ledger_transfer'
);
call open_to_app('select', 'ledger_open_hold');
alter table ledger_account enable row level security;
alter table ledger_posting enable row level security;
alter table ledger_transfer enable row level security;
alter table ledger_open_hold enable row level security;
create policy own_wallet on ledger_account using (owner = any((select current_wallets())::text[]));
create policy own_wallet on ledger_posting using (account_id = any((select current_wallet_accounts())::bigint[]));
create policy own_wallet on ledger_open_hold using (account_id = any((select current_wallet_accounts())::bigint[]));
create policy own_wallet on ledger_transfer using (
    from_account = any((select current_wallet_accounts())::bigint[])
    or (result = 'ok' and to_account = any((select current_wallet_accounts())::bigint[]))
);

-- Entries are never changed, whoever asks: a correction is a linked reversal.
create function ledger_refuse_change() returns trigger
    language plpgsql
as $$
begin
    raise exception 'the ledger is append-only: % on % is refused', tg_op, tg_table_name using errcode = 'restrict_violation';
end
$$;
create trigger append_only before update or delete or truncate on ledger_transfer
    for each statement execute function ledger_refuse_change();
create trigger append_only before update or delete or truncate on ledger_posting
    for each statement execute function ledger_refuse_change();

-- At commit at the latest, a posting has a mirror: the other leg, which takes what this one gives, in the same currency. So the
-- postings of a transfer add up to nothing. The functions below ask for the check at their end; it runs with their rights.
create function ledger_check_posting() returns trigger
    language plpgsql
as $$
begin
    perform from ledger_posting as other
    where other.account_id = new.other_account and other.posted_at = new.posted_at
        and other.other_account = new.account_id and other.transfer_id = new.transfer_id
        and other.amount = -new.amount and other.currency = new.currency and new.amount <> 0;
    if not found then
        raise exception 'the postings of transfer % do not cancel out', new.transfer_id using errcode = 'check_violation';
    end if;
    return null;
end
$$;
create constraint trigger cancels_out after insert on ledger_posting
    deferrable initially deferred for each row execute function ledger_check_posting();

-- Into how many rows a system account is split: more than connections that usually post at once.
create function ledger_shards() returns integer
    language sql immutable parallel safe
    return 16;

-- The row of this owner that this connection writes to, unless one is given.
create function ledger_shard(owner text, given integer) returns integer
    language sql stable parallel safe
    return case when owner like 'system:%' then coalesce(given, pg_backend_pid() % ledger_shards()) else 0 end;

-- The most that any account may hold, so that no sum leaves the program's range.
create function ledger_balance_max() returns numeric
    language sql immutable parallel safe
    return 1e18;

-- The id of the transfer that a key stands for.
create function ledger_transfer_id(key text) returns uuid
    language sql immutable parallel safe
    return encode(substring(sha256(convert_to(key, 'UTF8')) for 16), 'hex')::uuid;

-- Opens what is missing of these accounts.
create procedure ledger_open_accounts(at timestamptz, owners text[], currencies text[], shards integer[])
    language sql set search_path = public, pg_temp
as $$
    insert into ledger_account (owner, currency, shard, is_system, posted_at, opened_at)
    select distinct w.owner, w.currency, ledger_shard(w.owner, w.shard), w.owner like 'system:%', at, at
    from unnest(owners, currencies, shards) as w (owner, currency, shard)
    -- In one order, so that two who open the same accounts never wait for each other in a circle.
    order by 1, 2, 3
    on conflict do nothing
$$;

-- The one place that changes balances: every item is done, or refused with its reason, in order. Accounts are locked in the
-- order of their ids, read once, followed in memory and written once. `owners`, `currencies` and `shards` list the accounts,
-- each once; `froms` and `tos` are positions in that list. An item with a refusal is only remembered. `releases` is how much
-- of what the payer has promised the item frees. Ids must differ within a call. Where `linked`, one refusal refuses all.
create function ledger_submit(
    at timestamptz, linked boolean,
    owners text[], currencies text[], shards integer[],
    ids uuid[], keys text[], hashes bytea[], kinds ledger_kind[], refusals ledger_result[],
    froms integer[], tos integer[], amounts numeric[], releases numeric[], origins uuid[],
    rates numeric[], expiries timestamptz[], event_ats timestamptz[],
    out results ledger_result[], out available_from numeric[], out available_to numeric[]
)
    language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$
declare
    items constant integer := cardinality(ids);
    -- Inside a book only its own money moves, and what others have is not told.
    mine constant text[] := case when current_book() is not null then current_wallets() end;
    microsecond constant interval := interval '1 microsecond';
    accounts bigint[];
    balances numeric[];
    helds numeric[];
    sequences bigint[];
    system boolean[];
    closed boolean[];
    before timestamptz;
    any_known boolean;
    known_results ledger_result[];
    known_hashes bytea[];
    known_from numeric[];
    known_to numeric[];
    -- Of each item that moves money, its payer's and payee's balance and sequence after it.
    from_balances numeric[];
    from_sequences bigint[];
    to_balances numeric[];
    to_sequences bigint[];
    result ledger_result;
    f integer;
    t integer;
    amount numeric;
    any_refused boolean := false;
    any_hold boolean := false;
begin
    results := array_fill(null::ledger_result, array[items]);
    available_from := array_fill(null::numeric, array[items]);
    available_to := available_from;
    from_balances := available_from;
    to_balances := available_from;
    from_sequences := array_fill(null::bigint, array[items]);
    to_sequences := from_sequences;

    loop
        select array_agg(l.account_id order by l.position), array_agg(l.balance order by l.position),
            array_agg(l.held order by l.position), array_agg(l.sequence order by l.position),
            array_agg(l.is_system order by l.position), array_agg(l.closed order by l.position),
            greatest(at, max(l.posted_at))
        into accounts, balances, helds, sequences, system, closed, before
        from (
            select a.*, w.position
            from unnest(owners, currencies, shards) with ordinality as w (owner, currency, shard, position)
            join ledger_account as a
                on a.owner = w.owner and a.currency = w.currency and a.shard = ledger_shard(w.owner, w.shard)
            order by a.account_id
            for no key update of a
        ) as l;
        exit when coalesce(cardinality(accounts), 0) = cardinality(owners);
        call ledger_open_accounts(at, owners, currencies, shards);
    end loop;

    -- After the locks: who sent the same at the same time has the same user's account to wait for.
    any_known := exists (select from ledger_transfer where transfer_id = any(ids));
    if any_known then
        select array_agg(k.result order by w.position), array_agg(k.request_hash order by w.position),
            array_agg(k.available_from order by w.position), array_agg(k.available_to order by w.position)
        into known_results, known_hashes, known_from, known_to
        from unnest(ids) with ordinality as w (id, position)
        left join ledger_transfer as k on k.transfer_id = w.id;
    end if;

    for i in 1 .. items loop
        f := froms[i];
        t := tos[i];
        if any_known and known_results[i] is not null then
            if known_hashes[i] = hashes[i] then
                results[i] := known_results[i];
                available_from[i] := known_from[i];
                available_to[i] := known_to[i];
            else
                results[i] := 'key_reused';
                any_refused := true;
            end if;
            continue;
        end if;
        result := refusals[i];
        if result is null then
            amount := amounts[i];
            if mine is not null and owners[f] <> all(mine) then
                result := 'not_yours';
            elsif kinds[i] in ('void', 'expire') then
                result := 'ok';
                helds[f] := helds[f] - releases[i];
                any_hold := true;
            elsif closed[f] or closed[t] then
                result := 'account_closed';
            elsif not system[f] and balances[f] - helds[f] + releases[i] < amount then
                result := 'insufficient_funds';
            elsif balances[t] + amount > ledger_balance_max() or balances[f] - amount < -ledger_balance_max() then
                result := 'balance_too_large';
            elsif kinds[i] = 'hold' then
                result := 'ok';
                helds[f] := helds[f] + amount;
                any_hold := true;
            else
                result := 'ok';
                if releases[i] <> 0 then
                    helds[f] := helds[f] - releases[i];
                    any_hold := true;
                end if;
                balances[f] := balances[f] - amount;
                balances[t] := balances[t] + amount;
                sequences[f] := sequences[f] + 1;
                sequences[t] := sequences[t] + 1;
                from_balances[i] := balances[f];
                from_sequences[i] := sequences[f];
                to_balances[i] := balances[t];
                to_sequences[i] := sequences[t];
            end if;
        end if;
        results[i] := result;
        any_refused := any_refused or result <> 'ok';
        if f is not null and not system[f] then
            available_from[i] := balances[f] - helds[f];
        end if;
        if t is not null and not system[t] then
            available_to[i] := balances[t] - helds[t];
        end if;
    end loop;

    if linked and any_refused then
        -- Nothing of the group stands, and each of its keys has had its turn.
        results := array(
            select case when r.result = 'ok' and (not any_known or known_results[r.position] is null)
                then 'linked_failed' else r.result end
            from unnest(results) with ordinality as r (result, position) order by r.position
        );
        available_from := array_fill(null::numeric, array[items]);
        available_to := available_from;
        from_sequences := array_fill(null::bigint, array[items]);
        to_sequences := from_sequences;
        any_hold := false;
    end if;

    insert into ledger_transfer (
        transfer_id, key, request_hash, kind, result, from_account, to_account, amount, origin_id, group_id, rate,
        expires_at, available_from, available_to, event_at, created_at
    )
    select ids[i], keys[i], hashes[i], kinds[i], results[i], accounts[froms[i]], accounts[tos[i]], amounts[i], origins[i],
        case when linked then ids[1] end, rates[i], expiries[i], available_from[i], available_to[i],
        coalesce(event_ats[i], at), before + i * microsecond
    from generate_series(1, items) as i
    where not any_known or known_results[i] is null;

    insert into ledger_posting (
        account_id, posted_at, sequence, transfer_id, other_account, currency, amount, balance
    )
    select accounts[froms[i]], before + i * microsecond, from_sequences[i], ids[i], accounts[tos[i]],
        currencies[froms[i]], -amounts[i], from_balances[i]
    from generate_series(1, items) as i
    where from_sequences[i] is not null
    union all
    select accounts[tos[i]], before + i * microsecond, to_sequences[i], ids[i], accounts[froms[i]],
        currencies[tos[i]], amounts[i], to_balances[i]
    from generate_series(1, items) as i
    where to_sequences[i] is not null;
    set constraints cancels_out immediate;

    if any_hold then
        insert into ledger_open_hold (hold_id, account_id, amount, expires_at)
        select ids[i], accounts[froms[i]], amounts[i], expiries[i]
        from generate_series(1, items) as i
        where kinds[i] = 'hold' and results[i] = 'ok' and (not any_known or known_results[i] is null);
        delete from ledger_open_hold
        using generate_series(1, items) as i
        where hold_id = origins[i] and kinds[i] in ('post', 'void', 'expire') and results[i] = 'ok';
    end if;

    if not (linked and any_refused) then
        update ledger_account as a
        set balance = w.balance, held = w.held, sequence = w.sequence, posted_at = before + items * microsecond
        from unnest(accounts, balances, helds, sequences) as w (account_id, balance, held, sequence)
        where a.account_id = w.account_id and (a.sequence, a.held) is distinct from (w.sequence, w.held);
    end if;

    if mine is not null then
        available_from := array(
            select case when owners[froms[i]] = any(mine) then available_from[i] end from generate_series(1, items) as i
        );
        available_to := array(
            select case when owners[tos[i]] = any(mine) then available_to[i] end from generate_series(1, items) as i
        );
    end if;
end
$$;

-- A single transfer between accounts that exist, whose key is new and which nothing speaks against: the usual case, without
-- lists. Everything else is handed to `ledger_submit`, with the same locks held and nothing written.
create function ledger_pay(
    at timestamptz, id uuid, new_key text, hash bytea, payer text, payee text, in_currency text, moved numeric,
    happened_at timestamptz,
    out result ledger_result, out available_from numeric, out available_to numeric
)
    language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$
declare
    f ledger_account;
    t ledger_account;
    posted timestamptz;
    general record;
begin
    if current_book() is null then
        -- In the order of the ids.
        select account_id into f.account_id from ledger_account
        where owner = payer and currency = in_currency and shard = ledger_shard(payer, null);
        select account_id into t.account_id from ledger_account
        where owner = payee and currency = in_currency and shard = ledger_shard(payee, null);
        if f.account_id < t.account_id then
            select * into f from ledger_account where account_id = f.account_id for no key update;
            select * into t from ledger_account where account_id = t.account_id for no key update;
        else
            select * into t from ledger_account where account_id = t.account_id for no key update;
            select * into f from ledger_account where account_id = f.account_id for no key update;
        end if;
    end if;
    if (f.is_system or f.balance - f.held >= moved) and not f.closed and not t.closed
        and t.balance + moved <= ledger_balance_max() and f.balance - moved >= -ledger_balance_max()
        and f.owner = payer and t.owner = payee
        and not exists (select from ledger_transfer where transfer_id = id)
    then
        posted := greatest(at, f.posted_at + interval '1 microsecond', t.posted_at + interval '1 microsecond');
        result := 'ok';
        available_from := case when not f.is_system then f.balance - f.held - moved end;
        available_to := case when not t.is_system then t.balance - t.held + moved end;
        insert into ledger_transfer (
            transfer_id, key, request_hash, kind, result, from_account, to_account, amount, available_from, available_to,
            event_at, created_at
        )
        values (
            id, new_key, hash, 'transfer', 'ok', f.account_id, t.account_id, moved, available_from, available_to,
            coalesce(happened_at, at), posted
        );
        insert into ledger_posting (
            account_id, posted_at, sequence, transfer_id, other_account, currency, amount, balance
        )
        values (f.account_id, posted, f.sequence + 1, id, t.account_id, in_currency, -moved, f.balance - moved),
            (t.account_id, posted, t.sequence + 1, id, f.account_id, in_currency, moved, t.balance + moved);
        set constraints cancels_out immediate;
        update ledger_account set balance = balance - moved, sequence = sequence + 1, posted_at = posted
        where account_id = f.account_id;
        update ledger_account set balance = balance + moved, sequence = sequence + 1, posted_at = posted
        where account_id = t.account_id;
        return;
    end if;
    select * into general from ledger_submit(
        at, false, array[payer, payee], array[in_currency, in_currency], array[null::integer, null],
        array[id], array[new_key], array[hash], array['transfer'::ledger_kind], array[null::ledger_result],
        array[1], array[2], array[moved], array[0::numeric], array[null::uuid], array[null::numeric],
        array[null::timestamptz], array[happened_at]
    );
    result := general.results[1];
    available_from := general.available_from[1];
    available_to := general.available_to[1];
end
$$;

-- Posts, voids or expires a hold, or takes a transfer back: resolves what the item acts on and submits it. Without an amount a
-- post takes all that was held and a reversal all that is left. Availabilities are those of the origin's payer and payee.
create function ledger_act(
    at timestamptz, id uuid, new_key text, hash bytea, act ledger_kind, origin_key text, asked numeric, in_currency text,
    refusal ledger_result, happened_at timestamptz,
    out result ledger_result, out available_from numeric, out available_to numeric, out of_currency text
)
    language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$
declare
    o ledger_transfer;
    payer ledger_account;
    payee ledger_account;
    taken_back constant boolean := act in ('reverse', 'refund');
    promised numeric := 0;
    remaining numeric;
    general record;
begin
    if refusal is null then
        -- Locked, so that two that act on the same thing come one after the other.
        select * into o from ledger_transfer
        where transfer_id = ledger_transfer_id(origin_key) and ledger_transfer.result = 'ok' for no key update;
        if taken_back and o.kind = 'hold' then
            select * into o from ledger_transfer
            where origin_id = o.transfer_id and kind = 'post' and ledger_transfer.result = 'ok' for no key update;
            refusal := case when not found then 'not_reversible'::ledger_result end;
        end if;
        select * into payer from ledger_account where account_id = o.from_account;
        select * into payee from ledger_account where account_id = o.to_account;
        if refusal is null and o.transfer_id is not null and taken_back then
            select o.amount - coalesce(sum(amount), 0) into remaining from ledger_transfer
            where origin_id = o.transfer_id and kind in ('reverse', 'refund') and ledger_transfer.result = 'ok';
        else
            select amount into promised from ledger_open_hold where hold_id = o.transfer_id;
            remaining := o.amount;
        end if;
        refusal := coalesce(refusal, case
            when o.transfer_id is null then 'origin_unknown'
            when in_currency <> payer.currency then 'currency_mismatch'
            when taken_back and (o.kind not in ('transfer', 'post') or o.rate is not null) then 'not_reversible'
            when taken_back and remaining = 0 then 'already_reversed'
            when taken_back and asked > remaining then 'origin_exceeded'
            when not taken_back and o.kind <> 'hold' then 'not_a_hold'
            when not taken_back and promised is null then 'hold_resolved'
            -- Amounts are kept with as many decimals as their currency has.
            when scale(asked) > scale(o.amount) then 'amount_too_precise'
            when act = 'post' and o.expires_at <= at then 'hold_expired'
            when act = 'post' and asked > remaining then 'hold_exceeded'
        end::ledger_result);
    end if;
    select * into general from ledger_submit(
        at, false,
        case when payer.account_id is null then '{}' else array[payer.owner, payee.owner] end::text[],
        case when payer.account_id is null then '{}' else array[payer.currency, payee.currency] end::text[],
        case when payer.account_id is null then '{}' else array[payer.shard, payee.shard] end::integer[],
        array[id], array[new_key], array[hash], array[act], array[refusal],
        array[case when payer.account_id is null then null when taken_back then 2 else 1 end],
        array[case when payer.account_id is null then null when taken_back then 1 else 2 end],
        array[nullif(case when act in ('void', 'expire') then remaining else coalesce(asked, remaining) end, 0)],
        array[coalesce(promised, 0)], array[o.transfer_id], array[null::numeric], array[null::timestamptz],
        array[happened_at]
    );
    result := general.results[1];
    of_currency := payer.currency;
    available_from := case when taken_back then general.available_to[1] else general.available_from[1] end;
    available_to := case when taken_back then general.available_from[1] else general.available_to[1] end;
end
$$;

-- Frees what holds that are due have promised; how many, at most `most`. Outside any book.
create function ledger_expire(at timestamptz, most integer) returns integer
    language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$
declare
    due record;
    expired integer := 0;
begin
    for due in
        select t.key, 'expire:' || t.key as expiry
        from (
            select hold_id from ledger_open_hold
            where expires_at <= at and current_book() is null order by expires_at limit most
        ) as d
        join ledger_transfer as t on t.transfer_id = d.hold_id
        order by t.from_account, t.to_account
    loop
        expired := expired + (
            select (ledger_act.result = 'ok')::integer
            from ledger_act(
                at, ledger_transfer_id(due.expiry), due.expiry, sha256(convert_to(due.expiry, 'UTF8')), 'expire', due.key,
                null, null, null, null
            )
        );
    end loop;
    return expired;
end
$$;

-- What an owner may spend; null for a system account, zero for one that was never used. Inside a book only its own people's.
-- Without a currency the one that the owner has, if it is one.
create function ledger_available(of_owner text, in_currency text, out currency text, out available numeric)
    language sql stable security definer set search_path = public, pg_temp
as $$
    select max(a.currency), case when of_owner not like 'system:%' then coalesce(sum(a.balance - a.held), 0) end
    from ledger_account as a
    where a.owner = of_owner and (in_currency is null or a.currency = in_currency)
        and (current_book() is null or a.owner = any(current_wallets()))
    having count(distinct a.currency) <= 1
$$;

-- Shuts an account for good; it must be empty. Outside any book.
create function ledger_close(of_owner text, in_currency text) returns ledger_result
    language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    empty boolean;
begin
    select sum(l.balance) = 0 and sum(l.held) = 0 into empty
    from (
        select balance, held from ledger_account
        where owner = of_owner and currency = in_currency and current_book() is null
        order by account_id for no key update
    ) as l;
    if empty is null then
        return 'account_invalid';
    elsif not empty then
        return 'account_not_empty';
    end if;
    update ledger_account set closed = true where owner = of_owner and currency = in_currency;
    return 'ok';
end
$$;

-- Removes a person and everything that is theirs; true when there was anything. A block outlives it, without the name. Of the
-- wallet the entries stay, because they are other people's history as well; whose they were is not known any more, and the
-- accounts are closed.
create or replace function forget(telegram_user bigint) returns boolean
    language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    gone uuid := book_of(telegram_user);
begin
    if gone is null or gone is distinct from current_book() then
        return false;
    end if;
    update ledger_account set owner = 'gone:' || account_id, closed = true where owner = 'user:' || telegram_user;
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
    update chat set name = '', asking = null, asks_secret = false where chat_id = telegram_user;
    delete from person where person_id in (select person_id from membership where book_id = gone);
    delete from book where book_id = gone;
    return true;
end
$$;

-- Entries are sealed in blocks: a Merkle tree over a run of entries, chained to the block before. Who changes a sealed entry,
-- also as the owner and consistently, breaks its block. Append-only.
create table ledger_block (
    block_number bigint primary key check (block_number >= 1),
    -- The block has all entries after the block before it and up to this one.
    last_entry bigint not null,
    entries integer not null check (entries > 0),
    root ledger_hash not null,
    -- SHA-256 of the hash before (zeros before the first), the number, the last entry, the number of entries and the root.
    hash ledger_hash not null,
    sealed_at timestamptz not null
);
call open_to_app('select, insert', 'ledger_block');
create trigger append_only before update or delete or truncate on ledger_block
    for each statement execute function ledger_refuse_change();

-- The last entry that no later one can come before: waits until nobody is writing.
create function ledger_last_entry() returns bigint
    language plpgsql security definer set search_path = public, pg_temp
as $$
begin
    lock table ledger_transfer in share mode;
    return (select max(entry_number) from ledger_transfer);
end
$$;

-- What blocks seal of the entries after `after`, in order: hashes of all that an entry says, which tell nothing of anybody.
create function ledger_leaves(after bigint, up_to bigint, most integer)
    returns table (entry_number bigint, transfer_id uuid, leaf bytea)
    language sql stable security definer set search_path = public, pg_temp
    -- How moments and bytes are written out.
    set timezone = 'UTC' set datestyle = 'ISO' set bytea_output = 'hex'
as $$
    select t.entry_number, t.transfer_id, sha256(convert_to(row(
        t.transfer_id, t.entry_number, t.key, t.request_hash, t.kind, t.result, t.from_account, t.to_account, t.amount,
        t.origin_id, t.group_id, t.rate, t.expires_at, t.available_from, t.available_to, t.event_at, t.created_at
    )::text, 'UTF8'))
    from ledger_transfer as t
    where t.entry_number > after and t.entry_number <= up_to
    order by t.entry_number
    limit most
$$;

-- The first invariant that does not hold, by name, and where; no row when all do. Every answer is computed anew from the
-- entries. Outside any book.
create function ledger_first_break(out invariant text, out place text)
    language plpgsql security definer set search_path = public, pg_temp set work_mem = '256MB' set jit = off
as $$
declare
    moves bigint;
    postings bigint;
begin
    if current_book() is not null then
        raise exception 'the ledger is verified outside any book' using errcode = 'insufficient_privilege';
    end if;
    -- All checks must see one moment, and nobody should wait for them.
    if current_setting('transaction_isolation') <> 'repeatable read' then
        raise exception 'the ledger is verified in a transaction that sees one moment';
    end if;

    invariant := 'guards are in place';
    select g.guard into place
    from (values
        ('ledger_transfer', 'append_only'), ('ledger_posting', 'append_only'), ('ledger_block', 'append_only'),
        ('ledger_posting', 'cancels_out')
    ) as g (target, guard)
    where not exists (
        select from pg_trigger
        where tgrelid = g.target::regclass and tgname = g.guard and tgenabled in ('O', 'A')
    )
    union all
    select g.guard from (values ('ledger_account', 'never_overdrawn')) as g (target, guard)
    where not exists (
        select from pg_constraint where conrelid = g.target::regclass and conname = g.guard and convalidated
    )
    union all
    select 'grants on ' || g.target
    from (values ('ledger_transfer'), ('ledger_posting'), ('ledger_account'), ('ledger_open_hold')) as g (target)
    where has_table_privilege(app_role(), g.target, 'insert, update, delete, truncate')
    limit 1;
    if found then return; end if;

    invariant := 'a posting is one of the two legs of a transfer that was done';
    select format('account %s, posting %s', p.account_id, p.sequence) into place
    from ledger_posting as p
    left join ledger_transfer as t on t.transfer_id = p.transfer_id and t.result = 'ok'
        and t.kind in ('transfer', 'post', 'reverse', 'refund')
    where not coalesce(t.created_at = p.posted_at and case
        when p.amount < 0 then (p.account_id, p.other_account, p.amount) = (t.from_account, t.to_account, -t.amount)
        else (p.account_id, p.other_account, p.amount) = (t.to_account, t.from_account, t.amount)
    end, false)
    limit 1;
    if found then return; end if;

    -- Each leg can be there once, because an account has one posting at a moment: so their number tells that none is missing.
    invariant := 'a transfer that was done has both its postings, and no other has any';
    moves := (select count(*) from ledger_transfer
        where result = 'ok' and kind in ('transfer', 'post', 'reverse', 'refund'));
    postings := (select count(*) from ledger_posting);
    if postings <> 2 * moves then
        place := format('%s postings of %s transfers', postings, moves);
        return;
    end if;

    invariant := 'the legs of a transfer cancel out in one currency';
    select 'transfer ' || t.transfer_id into place
    from ledger_transfer as t
    join ledger_account as f on f.account_id = t.from_account
    join ledger_account as p on p.account_id = t.to_account
    where f.currency <> p.currency
    limit 1;
    if found then return; end if;

    invariant := 'an account''s running balance and sequence have no break and end in its balance';
    select format('account %s, posting %s', r.account_id, r.sequence) into place
    from (
        select account_id, sequence, balance, amount, currency, posted_at, row_number() over account as position,
            lag(balance, 1, 0::numeric) over account as before, lead(sequence) over account as next
        from ledger_posting
        window account as (partition by account_id order by posted_at)
    ) as r
    left join ledger_account as a using (account_id)
    where r.sequence <> r.position or r.balance <> r.before + r.amount or a.currency is distinct from r.currency
        or r.next is null and (a.balance <> r.balance or a.sequence <> r.sequence or a.posted_at < r.posted_at)
    limit 1;
    if found then return; end if;

    invariant := 'an account without postings has nothing';
    select 'account ' || account_id into place from ledger_account where sequence = 0 and balance <> 0 limit 1;
    if found then return; end if;
    if (select coalesce(sum(sequence), 0) from ledger_account) <> postings then
        place := 'an account that lost its postings';
        return;
    end if;

    invariant := 'nobody has less than nothing, holds included';
    select 'account ' || account_id into place from ledger_account
    where held < 0 or not is_system and balance < held
    order by account_id limit 1;
    if found then return; end if;

    invariant := 'what an account has promised is the sum of its open holds';
    select 'account ' || a.account_id into place
    from ledger_account as a
    left join (select account_id, sum(amount) as amount from ledger_open_hold group by account_id) as h using (account_id)
    where a.held <> coalesce(h.amount, 0)
    order by a.account_id limit 1;
    if found then return; end if;

    invariant := 'a hold is open until it is resolved, once, for no more than it holds';
    select 'hold ' || coalesce(t.transfer_id, h.hold_id) into place
    from (select * from ledger_transfer where kind = 'hold' and result = 'ok') as t
    full join ledger_open_hold as h on h.hold_id = t.transfer_id
    left join lateral (
        select count(*) as resolutions, max(r.amount) as amount from ledger_transfer as r
        where r.origin_id = coalesce(t.transfer_id, h.hold_id) and r.result = 'ok' and r.kind in ('post', 'void', 'expire')
    ) as r on true
    where t.transfer_id is null or (h.hold_id is not null)::integer + r.resolutions <> 1 or r.amount > t.amount
        or h.hold_id is not null and (h.amount, h.account_id) <> (t.amount, t.from_account)
    limit 1;
    if found then return; end if;

    invariant := 'no more is taken back than was moved';
    select 'transfer ' || o.transfer_id into place
    from ledger_transfer as o
    join (
        select origin_id, sum(amount) as amount
        from ledger_transfer
        where origin_id is not null and result = 'ok' and kind in ('reverse', 'refund') group by origin_id
    ) as r on r.origin_id = o.transfer_id
    where r.amount > o.amount or o.result <> 'ok' or o.kind not in ('transfer', 'post')
    limit 1;
    if found then return; end if;

    invariant := 'an entry is found by its key';
    select 'transfer ' || transfer_id into place from ledger_transfer
    where transfer_id <> ledger_transfer_id(key)
    limit 1;
    if found then return; end if;
    invariant := null;
end
$$;

-- Functions that run with the owner's rights are open to the application alone.
do $$
declare
    opened text;
begin
    foreach opened in array array[
        'ledger_submit(timestamptz, boolean, text[], text[], integer[], uuid[], text[], bytea[], ledger_kind[], ledger_result[], integer[], integer[], numeric[], numeric[], uuid[], numeric[], timestamptz[], timestamptz[])',
        'ledger_pay(timestamptz, uuid, text, bytea, text, text, text, numeric, timestamptz)',
        'ledger_act(timestamptz, uuid, text, bytea, ledger_kind, text, numeric, text, ledger_result, timestamptz)',
        'ledger_expire(timestamptz, integer)', 'ledger_available(text, text)', 'ledger_close(text, text)',
        'ledger_last_entry()', 'ledger_leaves(bigint, bigint, integer)', 'ledger_first_break()',
        'current_wallets()', 'current_wallet_accounts()'
    ] loop
        execute format('revoke execute on function %s from public', opened);
        execute format('grant execute on function %s to %I', opened, app_role());
    end loop;
    revoke execute on function ledger_check_posting(), ledger_refuse_change() from public;
end
$$;
