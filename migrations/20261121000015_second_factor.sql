-- What a person proves themselves with besides holding the phone: a PIN, and codes of an authenticator app.
--
-- No PIN, code or secret stands here in the clear: hashes and secrets are sealed under a key that the database does not have.

create table second_factor (
    book_id uuid primary key references book on delete cascade,
    -- Sealed argon2id hash; null: no PIN is set.
    pin_hash bytea,
    -- Sealed secret of the authenticator app; null: none is set up.
    code_secret bytea,
    -- As above, until its first code came.
    code_secret_offered bytea,
    -- The 30-second step of the latest code that was taken: it and earlier ones are not taken again.
    code_step bigint,
    -- Wrong tries in a row.
    pin_tries smallint not null default 0,
    code_tries smallint not null default 0,
    -- Nothing is tried before this moment.
    locked_until timestamptz,
    -- The person lets a correct PIN count for a while.
    keeps_session boolean not null default false,
    session_until timestamptz,
    -- What the person set instead of the shipped amounts above which a PIN, or a code as well, is needed.
    pin_above numeric check (pin_above >= 0),
    code_above numeric check (code_above >= 0)
);
call open_book_table_to_app('select, insert, update, delete', 'second_factor');

-- What a PIN or a code is being asked for, one thing at a time; the newer question replaces the older.
create table second_factor_prompt (
    book_id uuid primary key references book on delete cascade,
    prompt_id uuid not null,
    -- `pin`: the PIN is entered. `choose`: a new one is. `code`: a code is typed. `confirm`: the first code of a new app is.
    step text not null check (step in ('pin', 'choose', 'code', 'confirm')),
    -- Whether a code is asked for after the PIN.
    needs_code boolean not null,
    -- What goes on once it is passed.
    purpose jsonb not null,
    -- The message with the keypad or the picture.
    message_id integer,
    expires_at timestamptz not null
);
call open_book_table_to_app('select, insert, update, delete', 'second_factor_prompt');

-- Each opens once in place of a code of the app.
create table recovery_code (
    book_id uuid not null references book on delete cascade,
    -- Keyed hash.
    code_hash bytea not null check (length(code_hash) = 32),
    used_at timestamptz,
    primary key (book_id, code_hash)
);
call open_book_table_to_app('select, insert, update (used_at), delete', 'recovery_code');
