-- What was said unasked, as a history, and summaries by mail.

-- What was told before notices had moments of their own was told when it was noted.
-- What has a name and was not said never was.
update notice set said_at = created_at where said_at is null and message is null and notice_id is null and text <> '';
create index notice_told on notice (book_id, said_at desc, notice_key) where said_at is not null and text <> '';
drop index notice_newest;

-- Where a person's summaries go by mail: an address is theirs once they typed the code that was sent there.
create table mail_address (
    book_id uuid not null references book on delete cascade,
    of_user bigint not null,
    -- Null until the first one is confirmed.
    address text,
    -- The mail server said for good that nobody is there: nothing goes out until another address is confirmed.
    paused_at timestamptz,
    -- An address that waits for its code, and the tries at it.
    offered text,
    code text check (code ~ '^[0-9]{6}$'),
    code_expires_at timestamptz,
    tries smallint not null default 0,
    -- Codes sent since this moment: nobody has farthing write to strangers all day.
    codes_since timestamptz not null,
    codes_sent smallint not null default 0,
    primary key (book_id, of_user),
    check ((offered is null) = (code is null) and (code is null) = (code_expires_at is null))
);
call open_book_table_to_app('select, insert, update, delete', 'mail_address');

-- Mails that wait until a mail server took them. They enter with what causes them, in the same database transaction.
create table mail (
    book_id uuid not null references book on delete cascade,
    mail_id uuid not null,
    of_user bigint not null,
    address text not null,
    kind text not null check (kind in ('code', 'summary')),
    -- 0: somebody waits for it. 1: the rest.
    priority smallint not null check (priority in (0, 1)),
    subject text not null,
    body text not null,
    created_at timestamptz not null,
    due_at timestamptz not null,
    -- The worker that sends it; free again when that ends.
    claimed_by integer,
    attempts smallint not null default 0,
    -- Given up, with the reason, until an admin has it tried again.
    died_at timestamptz,
    reason text,
    primary key (book_id, mail_id)
);
create index mail_due on mail (priority, due_at, mail_id) where claimed_by is null and died_at is null;
create index mail_claimed on mail (claimed_by) where claimed_by is not null;
create index mail_dead on mail (died_at) where died_at is not null;
call open_to_app('select, insert, update (claimed_by, attempts, due_at, died_at, reason), delete', 'mail');
alter table mail enable row level security;
-- Outside any book (the workers), or the current book's own.
create policy queue_or_own_book on mail using ((select current_book()) is null or book_id = (select current_book()));

-- Whose summaries of claimed books go by mail besides the chat.
create function summary_mail_listeners(books uuid[]) returns table (asked bigint, of_user bigint)
    language sql stable security definer set search_path = public, pg_temp
begin atomic
    select ask.number, mail_address.of_user
    from unnest(books) with ordinality as ask (book_id, number)
    join summary_schedule on summary_schedule.book_id = ask.book_id and claimed_in = pg_current_xact_id_if_assigned()
    join mail_address on mail_address.book_id = ask.book_id
        and mail_address.address is not null and mail_address.paused_at is null;
end;

-- Puts summaries of claimed books into the queue, each to the address that its person confirmed.
create function enqueue_summary_mails(
    books uuid[], mails uuid[], users bigint[], subjects text[], bodies text[], at timestamptz
) returns void
    language sql volatile security definer set search_path = public, pg_temp
begin atomic
    insert into mail (book_id, mail_id, of_user, address, kind, priority, subject, body, created_at, due_at)
    select ask.book_id, ask.mail_id, ask.of_user, mail_address.address, 'summary', 1, ask.subject, ask.body,
        enqueue_summary_mails.at, enqueue_summary_mails.at
    from unnest(books, mails, users, subjects, bodies) as ask (book_id, mail_id, of_user, subject, body)
    join summary_schedule on summary_schedule.book_id = ask.book_id and claimed_in = pg_current_xact_id_if_assigned()
    join mail_address on mail_address.book_id = ask.book_id and mail_address.of_user = ask.of_user
        and mail_address.address is not null and mail_address.paused_at is null;
end;

-- How far what is done by itself is behind, for the metrics: of whose books stays unsaid.
create function work_waiting(at timestamptz) returns table (
    summaries bigint, jobs bigint, jobs_dead bigint, mails bigint, mails_dead bigint
)
    language sql stable security definer set search_path = public, pg_temp
begin atomic
    select summaries_waiting(work_waiting.at),
        (select count(*) from job where died_at is null and due_at <= work_waiting.at),
        (select count(*) from job where died_at is not null),
        (select count(*) from mail where died_at is null),
        (select count(*) from mail where died_at is not null);
end;

do $$
declare
    doors constant text :=
        'summary_mail_listeners(uuid[]),
         enqueue_summary_mails(uuid[], uuid[], bigint[], text[], text[], timestamptz), work_waiting(timestamptz)';
begin
    execute format('revoke execute on function %s from public', doors);
    execute format('grant execute on function %s to %I', doors, app_role());
end
$$;
