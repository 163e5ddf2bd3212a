-- Threads of questions, so that a follow-up is understood after a restart and every figure of an answer can be opened.

create table conversation (
    book_id uuid not null references book on delete cascade,
    conversation_id uuid not null,
    -- The chat, or the command line's `--session`.
    session text not null,
    -- What a follow-up builds on.
    remembered jsonb,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (book_id, conversation_id),
    unique (book_id, session)
);
call open_book_table_to_app('select, insert, update (remembered, updated_at), delete', 'conversation');

create table conversation_turn (
    book_id uuid not null,
    conversation_id uuid not null,
    turn_id uuid not null,
    question text not null,
    answer text not null,
    planner text not null check (planner in ('rules', 'llm')),
    tools jsonb not null,
    figures jsonb not null,
    created_at timestamptz not null,
    primary key (book_id, conversation_id, turn_id),
    foreign key (book_id, conversation_id) references conversation on delete cascade
);
call open_book_table_to_app('select, insert, delete', 'conversation_turn');
