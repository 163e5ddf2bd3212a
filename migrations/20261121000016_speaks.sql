-- farthing speaks first: budgets, what was said about them, and the jobs that say it.

do $$
declare
    known text;
begin
    select replace(pg_get_constraintdef(oid), '''import''::text', '''import''::text, ''budget''::text') into known
    from pg_constraint where conrelid = 'action'::regclass and conname = 'action_kind_check';
    alter table action drop constraint action_kind_check;
    execute format('alter table action add constraint action_kind_check %s', known);
end
$$;

-- What a budget was from a step on. A budget is its latest version whose step nobody took back, so undoing one, in any order,
-- needs no other change.
create table budget_version (
    book_id uuid not null references book on delete cascade,
    budget_id uuid not null,
    action_id uuid not null,
    -- Names as a filter has them; both empty is all spending.
    categories text[] not null,
    merchants text[] not null,
    amount numeric not null check (amount > 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    every text not null check (every in ('week', 'month', 'year', 'payday')),
    -- Day of the month on which a period begins that runs from payday to payday.
    payday smallint check (payday between 1 and 31),
    -- What is left, or was overspent, goes on into the next period.
    rolls_over boolean not null,
    -- In percent of what may be spent.
    thresholds smallint[] not null check (cardinality(thresholds) <= 5),
    -- First day of the period in which this version was made: nothing is carried over from before it.
    starts_on date not null,
    -- This step took the budget away.
    removed boolean not null,
    created_at timestamptz not null,
    primary key (book_id, budget_id, action_id),
    foreign key (book_id, action_id) references action on delete cascade,
    check ((every = 'payday') = (payday is not null))
);
call open_book_table_to_app('select, insert', 'budget_version');

-- The budgets as they are.
create view budget with (security_invoker = true) as
    select * from (
        select distinct on (budget_version.book_id, budget_id) budget_version.*
        from budget_version join standing_action using (book_id, action_id)
        order by budget_version.book_id, budget_id, budget_version.created_at desc, action_id desc
    ) as latest
    where not removed;
call open_to_app('select', 'budget');

-- What farthing said unasked, once for each key, however often the reason is looked at.
create table notice (
    book_id uuid not null references book on delete cascade,
    notice_key text not null,
    kind text not null,
    -- Empty where it was known without saying.
    text text not null,
    created_at timestamptz not null,
    primary key (book_id, notice_key)
);
call open_book_table_to_app('select, insert', 'notice');

-- The people of the current book, to whom it speaks: no others are found.
create function people_of_book() returns bigint[]
    language sql stable security definer set search_path = public, pg_temp
    return (
        select coalesce(array_agg(telegram_user_id order by membership.created_at, telegram_user_id), '{}')
        from membership join telegram_identity using (person_id)
        where membership.book_id = current_book()
    );

-- Work that is done later or again until it is done. It enters with what causes it, in the same database transaction.
create table job (
    job_id uuid primary key,
    book_id uuid not null references book on delete cascade,
    kind text not null,
    due_at timestamptz not null,
    created_at timestamptz not null,
    -- The worker that does it; free again when that ends.
    claimed_by integer,
    attempts smallint not null default 0,
    -- Given up, with the reason, until an admin has it tried again.
    died_at timestamptz,
    reason text
);
create index job_due on job (due_at, job_id) where claimed_by is null and died_at is null;
create index job_claimed on job (claimed_by) where claimed_by is not null;
create index job_dead on job (died_at) where died_at is not null;
create index job_book on job (book_id);
call open_to_app('select, insert, update (claimed_by, attempts, due_at, died_at, reason), delete', 'job');
alter table job enable row level security;
-- Outside any book (the workers), or the current book's own.
create policy queue_or_own_book on job using ((select current_book()) is null or book_id = (select current_book()));
