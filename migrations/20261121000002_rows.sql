-- Accounts, what people see in them (`transaction`), and what vouches for it (`statement`, `statement_line`, `evidence`).
--
-- `statement_line`, `transaction` and `evidence` hold a row for every line of every file and carry no foreign keys: checked
-- row by row, those would more than double the time of an import (measured: 27,000 against 60,000 rows a second). Their
-- rows are written together, in one database transaction, and removed by `undo_import` and `forget` alone.

-- One step that can be listed and undone. Append-only.
create table action (
    book_id uuid not null references book on delete cascade,
    action_id uuid not null,
    kind text not null check (kind in ('import', 'recategorise', 'undo')),
    made_by text not null check (made_by in ('user', 'rule', 'model')),
    summary text not null,
    -- The action that this one takes back; each is taken back at most once.
    undoes uuid,
    created_at timestamptz not null,
    primary key (book_id, action_id),
    foreign key (book_id, undoes) references action,
    unique (book_id, undoes)
);
call open_book_table_to_app('select, insert', 'action');

create table account (
    book_id uuid not null references book on delete cascade,
    account_id uuid not null,
    name text not null,
    -- The full number is never kept: its last digits for people, a salted hash to recognise it.
    number_masked text,
    number_hash bytea,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    created_at timestamptz not null,
    primary key (book_id, account_id)
);
create unique index account_number on account (book_id, number_hash, currency) where number_hash is not null;
create unique index account_name on account (book_id, lower(name), currency) where number_hash is null;
call open_book_table_to_app('select, insert, update (name, number_masked, number_hash)', 'account');

-- A book's own categories. The shipped ones are part of the program and have ids below 10000.
create table category (
    book_id uuid not null references book on delete cascade,
    category_id integer not null check (category_id >= 10000),
    parent_id integer not null check (parent_id between 100 and 9999),
    name text not null,
    created_at timestamptz not null,
    primary key (book_id, category_id)
);
create unique index category_name on category (book_id, lower(name));
call open_book_table_to_app('select, insert, update (name, parent_id), delete', 'category');

-- Distinct payees: text is matched here, never against all rows, because text operators cannot use an index under
-- row-level security.
create table merchant (
    book_id uuid not null references book on delete cascade,
    merchant_id uuid not null,
    key text not null,
    name text not null,
    created_at timestamptz not null,
    primary key (book_id, merchant_id),
    unique (book_id, key)
);
call open_book_table_to_app('select, insert, update (name)', 'merchant');

-- One account's part of one imported file. Immutable.
create table statement (
    book_id uuid not null,
    statement_id uuid not null,
    account_id uuid not null,
    action_id uuid not null,
    file_hash bytea not null,
    file_name text,
    format text not null,
    bank text,
    period_from date,
    period_to date,
    opening_balance numeric,
    closing_balance numeric,
    reconciliation text not null check (reconciliation in ('proven', 'gap', 'unproven')),
    gap numeric,
    warnings jsonb not null,
    created_at timestamptz not null,
    primary key (book_id, statement_id),
    foreign key (book_id, account_id) references account,
    foreign key (book_id, action_id) references action,
    check (period_from <= period_to)
);
create index statement_file on statement (book_id, file_hash);
create index statement_action on statement (book_id, action_id);
call open_book_table_to_app('select, insert', 'statement');

-- The file's rows as they stand in it. Immutable.
create table statement_line (
    book_id uuid not null,
    statement_id uuid not null,
    line_number integer not null,
    page integer not null,
    page_line integer not null,
    date date not null,
    posted date,
    description text not null,
    amount numeric not null,
    balance numeric,
    primary key (book_id, statement_id, line_number)
);
call open_book_table_to_app('select, insert', 'statement_line');

-- The canonical row: what people see and what every figure is made of.
create table transaction (
    book_id uuid not null,
    transaction_id uuid not null,
    account_id uuid not null,
    booked_on date not null,
    posted_on date,
    description text not null,
    -- The bound keeps every sum over a book exact in the program's decimal type.
    amount numeric not null check (abs(amount) < 1e15),
    currency text not null,
    merchant_id uuid not null,
    category_id integer not null,
    -- Who decided the category (user, rule, memory, file, knowledge, model, none) and how sure that is.
    decided_by text not null,
    confidence real not null check (confidence between 0 and 1),
    created_at timestamptz not null,
    primary key (book_id, transaction_id)
);
create index transaction_day on transaction (book_id, booked_on, transaction_id);
-- "My biggest purchase ever" reads its first rows.
create index transaction_size on transaction (book_id, abs(amount) desc);
create index transaction_merchant on transaction (book_id, merchant_id, booked_on);
call open_book_table_to_app(
    'select, insert, update (category_id, decided_by, confidence, merchant_id)', 'transaction'
);

-- Which lines vouch for which row. A row stands as long as one line does.
create table evidence (
    book_id uuid not null,
    transaction_id uuid not null,
    statement_id uuid not null,
    line_number integer not null,
    primary key (book_id, transaction_id, statement_id, line_number)
);
create index evidence_line on evidence (book_id, statement_id, line_number);
call open_book_table_to_app('select, insert', 'evidence');

-- What is left of a removed row. `deleted`: the user removed it, and no later import brings it back.
create table tombstone (
    book_id uuid not null,
    transaction_id uuid not null,
    account_id uuid not null,
    action_id uuid not null,
    reason text not null check (reason in ('deleted', 'import_undone')),
    booked_on date not null,
    amount numeric not null,
    description text not null,
    row jsonb not null,
    created_at timestamptz not null,
    primary key (book_id, transaction_id, action_id),
    foreign key (book_id, action_id) references action,
    foreign key (book_id) references book on delete cascade
);
create index tombstone_day on tombstone (book_id, account_id, booked_on);
call open_book_table_to_app('select, insert', 'tombstone');

-- Every change to a row, append-only, so that each can be listed and taken back.
create table change (
    book_id uuid not null,
    action_id uuid not null,
    transaction_id uuid not null,
    field text not null check (field in ('category', 'merchant', 'note')),
    before jsonb not null,
    after jsonb not null,
    created_at timestamptz not null,
    primary key (book_id, action_id, transaction_id, field),
    foreign key (book_id, action_id) references action,
    foreign key (book_id) references book on delete cascade
);
create index change_transaction on change (book_id, transaction_id);
call open_book_table_to_app('select, insert', 'change');

-- What a correction taught: rows of this payee, and of payees like it, belong there.
create table correction (
    book_id uuid not null,
    action_id uuid not null,
    merchant_id uuid not null,
    category_id integer not null,
    created_at timestamptz not null,
    primary key (book_id, action_id, merchant_id),
    foreign key (book_id, action_id) references action,
    foreign key (book_id, merchant_id) references merchant
);
create index correction_merchant on correction (book_id, merchant_id);
call open_book_table_to_app('select, insert, delete', 'correction');

-- The user's own rules: words of the payee's text to a category.
create table category_rule (
    book_id uuid not null,
    rule_id uuid not null,
    action_id uuid not null,
    pattern text not null,
    category_id integer not null,
    created_at timestamptz not null,
    primary key (book_id, rule_id),
    foreign key (book_id, action_id) references action
);
call open_book_table_to_app('select, insert, delete', 'category_rule');
