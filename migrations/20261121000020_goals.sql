-- Goals: what a person saves for, and what they put aside for it by hand.

do $$
declare
    known text;
begin
    select replace(pg_get_constraintdef(oid), '''import''::text', '''import''::text, ''goal''::text') into known
    from pg_constraint where conrelid = 'action'::regclass and conname = 'action_kind_check';
    alter table action drop constraint action_kind_check;
    execute format('alter table action add constraint action_kind_check %s', known);
end
$$;

-- What a goal was from a step on, as with budgets: a goal is its latest version whose step nobody took back.
create table goal_version (
    book_id uuid not null references book on delete cascade,
    goal_id uuid not null,
    action_id uuid not null,
    name text not null check (char_length(name) between 1 and 60),
    amount numeric not null check (amount > 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    -- By when it should be there; null: there is no hurry.
    by_day date,
    -- What is in this account is what is saved; null: what was put aside by hand.
    account_id uuid,
    -- The day on which the goal was first set.
    starts_on date not null,
    -- This step took the goal away.
    removed boolean not null,
    created_at timestamptz not null,
    primary key (book_id, goal_id, action_id),
    foreign key (book_id, action_id) references action on delete cascade
);
call open_book_table_to_app('select, insert', 'goal_version');

-- The goals as they are. An account that became part of another is that one.
create view goal with (security_invoker = true) as
    select latest.*, coalesce(account.merged_into, latest.account_id) as held_in
    from (
        select distinct on (goal_version.book_id, goal_id) goal_version.*
        from goal_version join standing_action using (book_id, action_id)
        order by goal_version.book_id, goal_id, goal_version.created_at desc, action_id desc
    ) as latest
    left join account using (book_id, account_id)
    where not removed;
call open_to_app('select', 'goal');

-- What was put aside for a goal by hand, or taken out again: no money moves, it is a note of what is meant for what.
create table goal_move (
    book_id uuid not null references book on delete cascade,
    goal_id uuid not null,
    action_id uuid not null,
    moved_on date not null,
    amount numeric not null check (amount <> 0 and abs(amount) < 1e15),
    -- Saved before the goal was set, so it says nothing about the rate.
    opening boolean not null,
    created_at timestamptz not null,
    primary key (book_id, goal_id, action_id),
    foreign key (book_id, action_id) references action on delete cascade
);
call open_book_table_to_app('select, insert', 'goal_move');
