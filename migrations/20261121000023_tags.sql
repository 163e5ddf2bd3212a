-- Tags: words that people put on rows beside the category ("#holiday"), to ask about and budget for together. A payee can carry
-- one as well: its rows to come get it when they are written, whoever writes them.

do $$
declare
    known text;
begin
    select replace(pg_get_constraintdef(oid), '''import''::text', '''import''::text, ''tag''::text') into known
    from pg_constraint where conrelid = 'action'::regclass and conname = 'action_kind_check';
    alter table action drop constraint action_kind_check;
    execute format('alter table action add constraint action_kind_check %s', known);
    select replace(pg_get_constraintdef(oid), '''note''::text', '''note''::text, ''tags''::text') into known
    from pg_constraint where conrelid = 'change'::regclass and conname = 'change_field_check';
    alter table change drop constraint change_field_check;
    execute format('alter table change add constraint change_field_check %s', known);
end
$$;

-- In the order of the alphabet, each once, without the sign.
alter table transaction add column tags text[] not null default '{}';
-- Few rows have any, and questions about a tag read those alone.
create index transaction_tagged on transaction (book_id, booked_on) where tags <> '{}';
call open_to_app('update (tags)', 'transaction');

-- What a person made of a payee and a tag, by the payee's key: it outlives an import that is taken back. The latest standing
-- word of each pair holds, so undoing one needs no other change.
create table payee_tag (
    book_id uuid not null references book on delete cascade,
    payee_key text not null,
    tag text not null,
    action_id uuid not null,
    -- This step took the tag off the payee.
    removed boolean not null,
    created_at timestamptz not null,
    primary key (book_id, payee_key, tag, action_id),
    foreign key (book_id, action_id) references action on delete cascade
);
call open_book_table_to_app('select, insert', 'payee_tag');

create view standing_payee_tag with (security_invoker = true) as
    select book_id, payee_key, tag, created_at from (
        select distinct on (payee_tag.book_id, payee_key, tag) payee_tag.*
        from payee_tag join standing_action using (book_id, action_id)
        order by payee_tag.book_id, payee_key, tag, payee_tag.created_at desc, action_id desc
    ) as latest
    where not removed;
call open_to_app('select', 'standing_payee_tag');

-- Gives rows the tags of their payees. A row that is older than the payee's tag is not one to come: it keeps what it has, also
-- when it was deleted and returns.
create function follow_payee_tags(of_book uuid, rows uuid[]) returns void
    language sql set search_path = public, pg_temp
begin atomic
    update transaction set tags = array(select distinct unnest(transaction.tags || followed.tags) order by 1)
    from (
        select row.transaction_id, array_agg(standing.tag) as tags
        from transaction as row
        join merchant on merchant.book_id = row.book_id and merchant.merchant_id = row.merchant_id
        join standing_payee_tag as standing
            on standing.book_id = row.book_id and standing.payee_key = merchant.key and standing.created_at <= row.created_at
        where row.book_id = of_book and row.transaction_id = any(rows)
        group by row.transaction_id
    ) as followed
    where transaction.book_id = of_book and transaction.transaction_id = followed.transaction_id
        and not transaction.tags @> followed.tags;
end;

create function tags_follow_payees() returns trigger
    language plpgsql
as $$
begin
    -- Most books have none, and then an import pays for one look.
    if exists (select from payee_tag where book_id in (select book_id from new_rows)) then
        perform follow_payee_tags(book_id, array_agg(transaction_id)) from new_rows group by book_id;
    end if;
    return null;
end
$$;
create trigger tags_follow_payees after insert on transaction
    referencing new table as new_rows for each statement execute function tags_follow_payees();

-- As before, and a row that was deleted before there were tags has none.
create or replace function restore_rows(kept jsonb) returns void
    language plpgsql set search_path = public, pg_temp
as $$
declare
    columns text;
begin
    select string_agg(quote_ident(attname), ', ' order by attnum) into columns
    from pg_attribute
    where attrelid = 'transaction'::regclass and attnum > 0 and not attisdropped and attgenerated = '';
    execute format(
        'insert into transaction (%1$s)
         select %1$s from jsonb_populate_recordset(
             null::transaction,
             (
                 select jsonb_agg(''{"tags": []}'' || was || jsonb_build_object(''currency'', account.currency))
                 from jsonb_array_elements($1) as was
                 join account on account.book_id = (was ->> ''book_id'')::uuid
                     and account.account_id = (was ->> ''account_id'')::uuid
             )
         )',
        columns
    ) using kept;
end
$$;

alter table budget_version add column tags text[] not null default '{}';
create or replace view budget with (security_invoker = true) as
    select * from (
        select distinct on (budget_version.book_id, budget_id) budget_version.*
        from budget_version join standing_action using (book_id, action_id)
        order by budget_version.book_id, budget_id, budget_version.created_at desc, action_id desc
    ) as latest
    where not removed;

alter table alert_rule add column tags text[] not null default '{}';
