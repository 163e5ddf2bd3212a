-- House rules for every table of this database:
--   * the book's id leads every key of a user's data, and joins stay within one book;
--   * row-level security shows the application's role one book at a time (setting `farthing.book_id`);
--   * what is evidence or history is immutable because the application's role lacks the grant to change it;
--   * no statement calls now(): time is a value that the program passes in.

-- The application's role. It owns nothing and is no superuser, so that row-level security and grants bind it. Roles
-- belong to the whole cluster, so its name carries the database's.
create function app_role() returns name
    language sql stable
    return (current_database() || '_app')::name;

do $$
begin
    if not exists (select from pg_roles where rolname = app_role()) then
        execute format('create role %I login nosuperuser nocreatedb nocreaterole nobypassrls', app_role());
    end if;
    -- Lets a connection that logged in as the owner become the application.
    execute format('grant %I to %I', app_role(), current_user);
    execute format('revoke create on schema public from public');
    execute format('grant usage on schema public to %I', app_role());
end
$$;

-- Opens a table to the application with the named privileges; without it a new table is closed.
create procedure open_to_app(privileges text, target regclass)
    language plpgsql
as $$
begin
    execute format('grant %s on %s to %I', privileges, target, app_role());
end
$$;

-- The book that this transaction may see; null sees nothing.
create function current_book() returns uuid
    language sql stable parallel safe
    return nullif(current_setting('farthing.book_id', true), '')::uuid;

-- As `open_to_app`, with the rows of the current book only.
create procedure open_book_table_to_app(privileges text, target regclass)
    language plpgsql
as $$
begin
    call open_to_app(privileges, target);
    execute format('alter table %s enable row level security', target);
    execute format(
        'create policy one_book on %s using (book_id = (select current_book())) with check (book_id = (select current_book()))',
        target
    );
end
$$;

create table book (
    book_id uuid primary key,
    home_currency text check (home_currency ~ '^[A-Z]{3}$'),
    -- Account numbers are short enough to guess, so their hashes are salted, differently in each book.
    account_salt bytea not null check (length(account_salt) = 16),
    created_at timestamptz not null
);
call open_book_table_to_app('select, update (home_currency)', 'book');

create table person (
    person_id uuid primary key,
    time_zone text not null,
    created_at timestamptz not null
);

create table membership (
    book_id uuid not null references book on delete cascade,
    person_id uuid not null references person on delete cascade,
    created_at timestamptz not null,
    primary key (book_id, person_id)
);
create index membership_person on membership (person_id);
call open_book_table_to_app('select', 'membership');

call open_to_app('select, update (time_zone)', 'person');
alter table person enable row level security;
create policy one_book on person using (
    person_id in (select membership.person_id from membership where membership.book_id = (select current_book()))
);

create table telegram_identity (
    telegram_user_id bigint primary key,
    person_id uuid not null references person on delete cascade,
    created_at timestamptz not null
);
create index telegram_identity_person on telegram_identity (person_id);
-- Not opened to the application: who is who is asked through the two functions below, one person at a time.

-- The book of a Telegram user, or null.
create function book_of(telegram_user bigint) returns uuid
    language sql stable security definer set search_path = public, pg_temp
    return (
        select membership.book_id
        from telegram_identity join membership using (person_id)
        where telegram_identity.telegram_user_id = telegram_user
        order by membership.created_at, membership.book_id
        limit 1
    );

-- The book of a Telegram user, who gets the offered person and book if new.
create function enter_book(telegram_user bigint, new_person uuid, new_book uuid, new_salt bytea, at timestamptz) returns uuid
    language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    found_book uuid := book_of(telegram_user);
begin
    if found_book is not null then
        return found_book;
    end if;
    -- Two first messages at once: the second waits here and finds the first one's book.
    perform pg_advisory_xact_lock(hashtextextended('telegram_identity', telegram_user));
    found_book := book_of(telegram_user);
    if found_book is not null then
        return found_book;
    end if;
    insert into person (person_id, time_zone, created_at) values (new_person, 'UTC', at);
    insert into book (book_id, account_salt, created_at) values (new_book, new_salt, at);
    insert into membership (book_id, person_id, created_at) values (new_book, new_person, at);
    insert into telegram_identity (telegram_user_id, person_id, created_at) values (telegram_user, new_person, at);
    return new_book;
end
$$;
