-- Removes a person and everything that is theirs; true when there was anything. The one door through which history goes,
-- and it asks for the same scope as any other change: the book must be the current one.
create function forget(telegram_user bigint) returns boolean
    language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    gone uuid := book_of(telegram_user);
begin
    if gone is null or gone is distinct from current_book() then
        return false;
    end if;
    delete from evidence where book_id = gone;
    delete from transaction where book_id = gone;
    delete from statement where book_id = gone;
    delete from correction where book_id = gone;
    delete from category_rule where book_id = gone;
    delete from tombstone where book_id = gone;
    delete from change where book_id = gone;
    delete from action where book_id = gone;
    delete from person where person_id in (select person_id from membership where book_id = gone);
    delete from book where book_id = gone;
    return true;
end
$$;

-- Functions that run with the owner's rights are open to the application alone.
do $$
begin
    revoke execute on function book_of(bigint), enter_book(bigint, uuid, uuid, bytea, timestamptz), forget(bigint) from public;
    execute format(
        'grant execute on function book_of(bigint), enter_book(bigint, uuid, uuid, bytea, timestamptz), forget(bigint) to %I',
        app_role()
    );
end
$$;
