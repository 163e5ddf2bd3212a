//! A second book that tries to read or change the first one's rows finds nothing, with every query that the program has.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use farthing::tools::Tool;
use farthing::tools::delete_rows::DeleteRows;
use farthing::tools::merge_accounts::MergeAccounts;
use farthing::tools::rename_account::RenameAccount;
use farthing::tools::search::Search;
use serde_json::Value;
use sqlx::postgres::{PgConnection, PgRow};
use sqlx::{AssertSqlSafe, Row, ValueRef};

use crate::harness::{Farthing, Person};

/// A word that stands in everything of the first book and nowhere else.
const MARK: &str = "zanzibar";

/// Queries that answer who is who before a scope exists, or set the scope: the doors themselves, tested on their own.
const DOORS: [&str; 7] = [
    "select book_of(",
    "select enter_book(",
    "set_config(",
    "ledger_",
    "wallet_",
    "current_wallets(",
    "into admin_log",
];

/// The ledger's tables have keys of their own; `ledger/wallet.rs` tests what a book sees of them.
const LEDGER: &str = "ledger_";

/// Tables whose rows belong to a chat: seen by the queues' workers outside any book, and in the book of the chat's person.
const CHAT_TABLES: [&str; 4] = ["chat", "inbox", "outbox", "dead_letter"];

/// Who is who, and who may come in: of no book, and without a word about money.
const OF_NO_BOOK: [&str; 6] =
    ["person", "telegram_identity", "invitation", "broadcast", "admin_log", "wallet_progress"];

/// The first book's chat; the same number stands for everything of it that is a number.
const CHAT: &str = "7001";

/// The worker that holds the claims of the first book's chat.
const WORKER: &str = "100";

/// A query as the program prepared it.
struct Query {
    sql: String,
    /// Postgres' names of the parameters' types.
    parameters: Vec<String>,
}

#[tokio::test]
async fn no_query_reaches_another_book() {
    let farthing = Farthing::start().await;
    let (ana, ben) = (farthing.person(7001), farthing.person(7002));
    fill(&ana).await;
    fill_chat(&mut farthing.owner().await).await;
    ben.import("ben.csv", b"date,description,amount,currency\n2026-03-02,BAKERY,-2.50,EUR\n").await.unwrap();

    let anas_book = farthing.app.store.find_book(ana.id).await.unwrap().unwrap().to_string();
    let bens_book = farthing.app.store.find_book(ben.id).await.unwrap().unwrap().to_string();
    let before = contents(&mut farthing.owner().await, &anas_book).await;
    let targets = ids(&mut farthing.owner().await, &anas_book).await;

    let queries = queries();
    assert!(queries.len() > 30, "the prepared queries of the program: {}", queries.len());
    let mut connection = farthing.application().await;
    let leaks = |text: &String| text.contains(MARK) || targets.iter().any(|(_, id)| text.contains(id));
    let mut shows_in_own_book = 0;
    for query in &queries {
        let mut runs_in_own_book = false;
        for arguments in arguments(query, &anas_book, &targets) {
            let seen = run(&mut connection, &bens_book, query, &arguments, Keep::Yes).await.unwrap_or_default();
            assert!(!seen.iter().any(leaks), "{} with {arguments:?} shows {seen:?}", query.sql);
            // The same arguments in the right book do run and find: otherwise this test could not fail.
            let own = run(&mut connection, &anas_book, query, &arguments, Keep::No).await;
            runs_in_own_book |= own.is_ok();
            shows_in_own_book += usize::from(own.unwrap_or_default().iter().any(leaks));
        }
        assert!(runs_in_own_book, "no arguments of this test make the query run: {}", query.sql);
    }
    assert!(shows_in_own_book > 20, "in its own book the same calls found {shows_in_own_book} times something");
    assert_eq!(contents(&mut farthing.owner().await, &anas_book).await, before, "the first book is as it was");
    farthing.finish().await;
}

#[tokio::test]
async fn without_a_scope_nothing_is_seen() {
    let farthing = Farthing::start().await;
    fill(&farthing.person(7001)).await;
    let mut connection = farthing.application().await;
    // The workers of the queue read it outside any book.
    let is_queue = |table: &String| table == "job";
    for table in tables(&mut farthing.owner().await).await.into_iter().filter(|table| !is_queue(table)) {
        let rows = sqlx::query(AssertSqlSafe(format!("select * from {table}"))).fetch_all(&mut connection).await;
        match rows {
            Ok(rows) => assert_eq!(rows.len(), 0, "{table}"),
            Err(error) => assert!(error.to_string().contains("permission denied"), "{table}: {error}"),
        }
    }
    farthing.finish().await;
}

#[tokio::test]
async fn evidence_and_history_cannot_be_changed() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    fill(&ana).await;
    let book = farthing.app.store.find_book(ana.id).await.unwrap().unwrap();
    for statement in [
        "update statement_line set amount = 0",
        "delete from statement_line",
        "update statement set closing_balance = 0",
        "update action set summary = ''",
        "delete from action",
        "update change set after = '{}'",
        "delete from change",
        "update tombstone set amount = 0",
        "delete from transaction",
        "delete from evidence",
        "delete from statement",
        "update transaction set amount = 0",
        "update transaction set booked_on = '2020-01-01'",
        "truncate transaction",
        "drop table transaction",
        "alter table transaction disable row level security",
        "select * from telegram_identity",
    ] {
        let mut connection = farthing.application().await;
        let scope = format!("set farthing.book_id = '{book}'; {statement}");
        let outcome = sqlx::raw_sql(AssertSqlSafe(scope)).execute(&mut connection).await;
        let error = outcome.expect_err(statement).to_string();
        assert!(error.contains("permission denied") || error.contains("must be owner"), "{statement}: {error}");
    }
    farthing.finish().await;
}

/// Puts the mark into every table that a person's doings reach.
async fn fill(person: &Person<'_>) {
    let csv = format!(
        "date,description,amount,currency,account,category\n\
         2026-03-01,{MARK} market,-12.50,GBP,{MARK} current,{MARK} treats\n\
         2026-03-02,{MARK} salary,900.00,GBP,{MARK} current,Income\n"
    );
    person.import(&format!("{MARK}.csv"), csv.as_bytes()).await.unwrap();
    let mut context = person.context("2026-03-31").await;
    let change = serde_json::json!({"rows": {"merchant": MARK}, "category": "Dining"});
    let recategorise = farthing::tools::ToolEntry::named("recategorise").unwrap();
    (recategorise.call)(change, &mut context).await.unwrap();
    context.commit().await.unwrap();
    person.ask(&format!("how much did I spend at {MARK} market in march?")).await;
    // A deleted row, a renamed account and a merged one.
    person
        .import(&format!("{MARK} pot.csv"), csv.replace("current", "pot").replace("900", "800").as_bytes())
        .await
        .unwrap();
    let mut context = person.context("2026-03-31").await;
    let accounts = context.book().await.unwrap().accounts().await.unwrap();
    let ids: Vec<_> = accounts.iter().map(|account| account.id).collect();
    let found = Search::default().call(&mut context).await.unwrap();
    DeleteRows { rows: vec![found.rows[0].id] }.call(&mut context).await.unwrap();
    RenameAccount { account: ids[0], name: format!("{MARK} joint") }.call(&mut context).await.unwrap();
    MergeAccounts { from: ids[1], into: ids[0] }.call(&mut context).await.unwrap();
    context.commit().await.unwrap();
    // A removed row leaves its tombstone.
    person.import(&format!("{MARK} again.csv"), csv.replace("12.50", "13.50").as_bytes()).await.unwrap();
    person.undo().await.unwrap();
}

/// Puts the mark into every table of a chat.
async fn fill_chat(owner: &mut PgConnection) {
    let waiting = format!(
        r#"insert into chat (chat_id, name, first_seen_at, last_seen_at, asking, asks_secret)
               values ({CHAT}, '{MARK}', '2026-03-01', '2026-03-01', '{{"asks": "{MARK}"}}', true);
           insert into inbox (bot_id, update_id, chat_id, lane, raw, received_at, claimed_by, progress_message_id)
               values ({CHAT}, {CHAT}, {CHAT}, 0, '{{"text": "{MARK}"}}', '2026-03-01', {WORKER}, 1),
                   ({CHAT}, 1, {CHAT}, 1, '{{"text": "{MARK}"}}', '2026-03-01', null, null);
           insert into outbox (message_id, bot_id, chat_id, priority, message, created_at)
               overriding system value
               values ({CHAT}, {CHAT}, {CHAT}, 0, '{{"html": "{MARK}"}}', '2026-03-01');
           insert into dead_letter (dead_letter_id, bot_id, chat_id, direction, content, reason, created_at, died_at)
               values ('00000000-0000-7000-8000-000000000001', {CHAT}, {CHAT}, 'out', '{{}}', '{MARK}', '2026-03-01', '2026-03-01');
           insert into waiting_file (book_id, waiting_file_id, chat_id, telegram_file_id, file_name, reason, created_at)
               values (book_of({CHAT}), '00000000-0000-7000-8000-000000000002', {CHAT}, 'x', '{MARK}', 'password', '2026-03-01');
           insert into proposal (
               book_id, proposal_id, kind, state, other_user, other_name, amount, currency, note, created_at, expires_at
           )
               values (book_of({CHAT}), '00000000-0000-7000-8000-000000000003', 'send', 'open', 1, '{MARK}', 1, 'GBP', '', '2026-03-01', '2026-03-02');
           insert into payment (
               book_id, transfer_id, transaction_id, kind, other_user, other_name, amount, currency, note, paid_on, posted_at
           )
               select book_id, '00000000-0000-7000-8000-000000000004', transaction_id, 'payment', 1, '{MARK}', -1, 'GBP', '', '2026-03-01', '2026-03-01'
               from transaction where book_id = book_of({CHAT}) limit 1;
           insert into payment_request (
               book_id, request_id, asked_by_me, other_user, other_name, amount, currency, note, state, created_at, expires_at
           )
               values (book_of({CHAT}), '00000000-0000-7000-8000-000000000005', true, 1, '{MARK}', 1, 'GBP', '', 'open', '2026-03-01', '2026-03-02');
           insert into scheduled_payment (
               book_id, schedule_id, other_user, other_name, amount, currency, note, repeats, first_on, next_on, next_at, state, created_at
           )
               values (book_of({CHAT}), '00000000-0000-7000-8000-000000000006', 1, '{MARK}', 1, 'GBP', '', 'once', '2026-03-01', '2026-03-01', '2026-03-01', 'active', '2026-03-01');
           insert into top_up (book_id, top_up_id, of_user, amount, currency, state, charge_id, created_at, expires_at)
               values (book_of({CHAT}), '00000000-0000-7000-8000-000000000007', {CHAT}, 1, 'GBP', 'paid', '{MARK}', '2026-03-01', '2026-03-02');
           insert into spending_limit (book_id, per_transfer) values (book_of({CHAT}), 1);
           insert into budget_version (
               book_id, budget_id, action_id, categories, merchants, amount, currency, every, rolls_over, thresholds, starts_on, removed, created_at
           )
               select book_id, '00000000-0000-7000-8000-000000000007', action_id, array['{MARK}'], '{{}}', 1, 'GBP', 'month', false, '{{80}}', '2026-03-01', false, '2026-03-01'
               from standing_action where book_id = book_of({CHAT}) limit 1;
           insert into goal_version (book_id, goal_id, action_id, name, amount, currency, starts_on, removed, created_at)
               select book_id, '00000000-0000-7000-8000-00000000000b', action_id, '{MARK}', 1, 'GBP', '2026-03-01', false, '2026-03-01'
               from standing_action where book_id = book_of({CHAT}) limit 1;
           insert into goal_move (book_id, goal_id, action_id, moved_on, amount, opening, created_at)
               select book_id, '00000000-0000-7000-8000-00000000000b', action_id, '2026-03-01', 1, false, '2026-03-01'
               from standing_action where book_id = book_of({CHAT}) limit 1;
           insert into notice (book_id, notice_key, kind, text, created_at, notice_id, message, about, say_at)
               values (book_of({CHAT}), '{MARK} told', 'budget', '{MARK}', '2026-03-01', '00000000-0000-7000-8000-00000000000b', '{{"html": "{MARK}"}}', '{MARK}', '2026-03-01');
           insert into alert_off (book_id, kind, about, created_at) values (book_of({CHAT}), 'fee', '{MARK}', '2026-03-01');
           insert into alert_rule (
               book_id, rule_id, condition, categories, merchants, incoming, bound, currency, created_at, saved_at
           )
               values (book_of({CHAT}), '00000000-0000-7000-8000-00000000000c', 'payment', array['{MARK}'], '{{}}', false, 1, 'GBP', '2026-03-01', '2026-03-01');
           insert into attention (book_id, off) values (book_of({CHAT}), array['{MARK}']);
           insert into summary_schedule (book_id, due_at, day_told, week_told, month_told)
               values (book_of({CHAT}), '2026-03-01', '2026-03-01', '2026-03-01', '2026-03-01');
           insert into expected_payment (book_id, name, currency, expected_on, amount)
               values (book_of({CHAT}), '{MARK}', 'GBP', '2026-03-02', 1);
           insert into budget_progress (book_id, budget_id, name, currency, period_from, period_to, spent, allowed)
               values (book_of({CHAT}), '00000000-0000-7000-8000-000000000007', '{MARK}', 'GBP', '2026-03-01', '2026-03-31', 1, 1);
           insert into job (job_id, book_id, kind, due_at, created_at, claimed_by, died_at, reason)
               values ('00000000-0000-7000-8000-000000000008', book_of({CHAT}), '{MARK}', '2026-03-01', '2026-03-01', {WORKER}, null, null),
                   ('00000000-0000-7000-8000-000000000009', book_of({CHAT}), '{MARK}', '2026-03-01', '2026-03-01', null, null, null),
                   ('00000000-0000-7000-8000-00000000000a', book_of({CHAT}), '{MARK}', '2026-03-01', '2026-03-01', null, '2026-03-02', '{MARK}');
           insert into mail_address (book_id, of_user, address, offered, code, code_expires_at, codes_since)
               values (book_of({CHAT}), {CHAT}, '{MARK}@example.org', '{MARK}@other.example', '123456', '9999-12-31', '2026-03-01');
           insert into mail (book_id, mail_id, of_user, address, kind, priority, subject, body, created_at, due_at, claimed_by, died_at, reason)
               values (book_of({CHAT}), '00000000-0000-7000-8000-00000000000b', {CHAT}, '{MARK}@example.org', 'summary', 1, '{MARK}', '{MARK}', '2026-03-01', '2026-03-01', {WORKER}, null, null),
                   (book_of({CHAT}), '00000000-0000-7000-8000-00000000000c', {CHAT}, '{MARK}@example.org', 'summary', 1, '{MARK}', '{MARK}', '2026-03-01', '2026-03-01', null, null, null),
                   (book_of({CHAT}), '00000000-0000-7000-8000-00000000000d', {CHAT}, '{MARK}@example.org', 'summary', 1, '{MARK}', '{MARK}', '2026-03-01', '2026-03-01', null, '2026-03-02', '{MARK}');
           insert into second_factor (book_id, pin_hash, code_secret, code_secret_offered) values (book_of({CHAT}), '{MARK}', '{MARK}', '{MARK}');
           insert into second_factor_prompt (book_id, prompt_id, step, needs_code, purpose, expires_at)
               values (book_of({CHAT}), '00000000-0000-7000-8000-000000000003', 'pin', false, '{{"for": "{MARK}"}}', '9999-12-31');
           insert into recovery_code (book_id, code_hash) values (book_of({CHAT}), sha256('{MARK}'))"#
    );
    sqlx::raw_sql(AssertSqlSafe(waiting)).execute(owner).await.unwrap();
}

fn queries() -> Vec<Query> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(".sqlx");
    let read = |path: std::path::PathBuf| {
        let document: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let parameters = document["describe"]["parameters"]["Left"].as_array().cloned().unwrap_or_default();
        Query {
            sql: document["query"].as_str().unwrap().to_owned(),
            parameters: parameters.iter().map(|kind| kind.as_str().unwrap_or("Text").to_owned()).collect(),
        }
    };
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let queries = files.filter(|path| path.extension().is_some_and(|extension| extension == "json")).map(read);
    queries.filter(|query| !DOORS.iter().any(|door| query.sql.contains(door))).collect()
}

/// Every id of a book, by the column that holds it.
async fn ids(owner: &mut PgConnection, book: &str) -> Vec<(String, String)> {
    let mut ids = Vec::new();
    for (table, column) in [
        ("account", "account_id"),
        ("statement", "statement_id"),
        ("transaction", "transaction_id"),
        ("merchant", "merchant_id"),
        ("action", "action_id"),
        ("conversation", "conversation_id"),
        ("conversation_turn", "turn_id"),
        ("waiting_file", "waiting_file_id"),
        ("proposal", "proposal_id"),
        ("payment", "transfer_id"),
        ("payment_request", "request_id"),
        ("scheduled_payment", "schedule_id"),
        ("budget_version", "budget_id"),
        ("goal_version", "goal_id"),
        ("job", "job_id"),
        ("top_up", "top_up_id"),
        ("mail", "mail_id"),
        ("notice", "notice_id"),
        ("alert_rule", "rule_id"),
    ] {
        let query = format!("select distinct {column}::text from {table} where book_id = '{book}'");
        let found: Vec<String> = sqlx::query_scalar(AssertSqlSafe(query)).fetch_all(&mut *owner).await.unwrap();
        assert!(!found.is_empty(), "{table} has something to find");
        ids.extend(found.into_iter().map(|id| (column.to_owned(), id)));
    }
    ids
}

/// Argument lists that aim at the first book: its id wherever a book is asked for, and for every other id each kind of its
/// ids in turn.
fn arguments(query: &Query, book: &str, targets: &[(String, String)]) -> Vec<Vec<String>> {
    // Every combination is tried, so a query that takes many ids gets fewer of them: those of rows and their evidence.
    let ids = query.parameters.iter().filter(|kind| matches!(kind.as_str(), "Uuid" | "UuidArray")).count();
    let of_a_kind = if ids > MANY_IDS + 1 { 1 } else { IDS_OF_A_KIND };
    let mut aims: Vec<&(String, String)> = Vec::new();
    for target in targets.iter().filter(|(column, _)| ids <= MANY_IDS || OF_ROWS.contains(&column.as_str())) {
        if aims.iter().filter(|(column, _)| *column == target.0).count() < of_a_kind {
            aims.push(target);
        }
    }
    let columns = inserted_columns(&query.sql);
    let mut lists: Vec<Vec<String>> = vec![Vec::new()];
    let mut dates = ["0001-01-01", "9999-12-31"].into_iter().cycle();
    for (position, kind) in query.parameters.iter().enumerate() {
        let column = columns.get(position).map_or("", String::as_str);
        let choices: Vec<String> = match kind.as_str() {
            "Uuid" if position == 0 && !query.sql.contains("undo_import(") => vec![book.to_owned()],
            "Uuid" => aims.iter().map(|(_, id)| id.clone()).chain(nothing(column == "undoes")).collect(),
            "UuidArray" if query.sql.contains("$7::uuid[]") && position == 6 => vec!["{}".to_owned()],
            "UuidArray" => aims.iter().map(|(_, id)| format!("{{{id}}}")).chain(nothing(columns.is_empty())).collect(),
            // A line that exists, for links, and one that does not, for new lines.
            "Int4Array" if !columns.is_empty() => vec!["{1}".to_owned(), "{4242}".to_owned()],
            "Date" => vec![dates.next().unwrap_or_default().to_owned()],
            _ => vec![argument(query, kind, position, column)],
        };
        lists = lists
            .iter()
            .flat_map(|list| choices.iter().map(|choice| [list.as_slice(), std::slice::from_ref(choice)].concat()))
            .collect();
    }
    lists
}

/// Ids of a query, the book's among them, of which every combination of every kind is tried.
const MANY_IDS: usize = 3;

const OF_ROWS: [&str; 5] = ["account_id", "statement_id", "transaction_id", "merchant_id", "action_id"];

/// Enough for a link that does not exist yet between two things that do.
const IDS_OF_A_KIND: usize = 2;

/// An argument that is "no value".
fn nothing(fits: bool) -> Option<String> {
    fits.then(|| "\u{0}".to_owned())
}

fn argument(query: &Query, kind: &str, position: usize, column: &str) -> String {
    match kind {
        "DateArray" => "{2026-03-01}",
        "Timestamptz" => "2026-03-31T12:00:00Z",
        "Int8" => CHAT,
        "Int4" => WORKER,
        "Int8Array" => "{7001}",
        "Int2Array" => "{0}",
        "Int2" if column == "payday" => "\u{0}",
        "Int2" if column == "weekly_on" => "1",
        "Int2" => "0",
        "Bool" => "true",
        "Int4Array" if query.sql.contains("<> all($5") && position == 4 => "{}",
        "Int4Array" if columns_of_filter(query) => "\u{0}",
        "Int4Array" | "Float4Array" | "NumericArray" => "{1}",
        "TextArray" if query.sql.contains("into expected_payment") && position == 2 => "{GBP}",
        "TextArray" if query.sql.contains("into budget_progress") && position == 3 => "{GBP}",
        "TextArray" => "{zanzibar}",
        "Jsonb" => "{}",
        "JsonbArray" => "{\"{}\"}",
        "Bytea" if column == "code_hash" => "\\x0000000000000000000000000000000000000000000000000000000000000000",
        "Bytea" => "\\x00",
        "ByteaArray" => "{null}",
        "Text" if query.sql.contains("set time_zone") => "UTC",
        "Text" if query.sql.contains("update proposal set state") => "cancelled",
        "Numeric"
            if [
                "proposal",
                "scheduled_payment",
                "budget_version",
                "alert_rule",
                "attention",
                "top_up",
                "goal_version",
                "goal_move",
            ]
            .iter()
            .any(|table| query.sql.contains(&format!("into {table}"))) =>
        {
            "1"
        }
        "Text" if query.sql.contains("hashtextextended") || query.sql.contains("into dead_letter") => "any",
        "Text" => match column {
            "kind" if query.sql.contains("into proposal") => "schedule",
            "repeats" => "once",
            "every" => "month",
            "condition" => "spent",
            "kind" => "import",
            "format" => "csv",
            "reconciliation" => "proven",
            "planner" => "rules",
            "currency" => "GBP",
            "reason" => "gap",
            "step" => "pin",
            "code" => "123456",
            "" => "\u{0}",
            _ => MARK,
        },
        _ => "\u{0}",
    }
    .to_owned()
}

fn columns_of_filter(query: &Query) -> bool {
    query.sql.contains("$4::int[] is null")
}

/// The columns that an insert fills, in order: its parameters follow them.
fn inserted_columns(sql: &str) -> Vec<String> {
    let sql = sql.trim_start();
    let Some((before, rest)) = sql.split_once("insert into ") else { return Vec::new() };
    // Inside another statement its parameters are the insert's where it says so.
    if !before.is_empty() && !rest.contains("values ($1,") {
        return Vec::new();
    }
    let list = rest.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map_or("", |(list, _)| list);
    list.split(',').map(|column| column.trim().to_owned()).collect()
}

#[derive(Clone, Copy, PartialEq)]
enum Keep {
    Yes,
    No,
}

/// Runs a query in a book's scope; what it shows, as text.
async fn run(
    connection: &mut PgConnection,
    scope: &str,
    query: &Query,
    arguments: &[String],
    keep: Keep,
) -> sqlx::Result<Vec<String>> {
    // A NUL stands for "no value": Postgres' text cannot hold one.
    let quoted = |text: &String| match text.as_str() {
        "\u{0}" => "null".to_owned(),
        text => format!("'{}'", text.replace('\'', "''")),
    };
    let list = arguments.iter().map(quoted).collect::<Vec<_>>().join(", ");
    let execute = if list.is_empty() { "execute probe".to_owned() } else { format!("execute probe({list})") };
    let end = if keep == Keep::Yes { "commit" } else { "rollback" };
    let script =
        format!("begin; set local farthing.book_id = '{scope}'; prepare probe as {}; {execute}; {end}", query.sql);
    let rows = sqlx::raw_sql(AssertSqlSafe(script)).fetch_all(&mut *connection).await;
    sqlx::raw_sql("rollback; deallocate all").execute(connection).await.unwrap();
    rows.map(|rows| rows.iter().flat_map(texts).collect())
}

fn texts(row: &PgRow) -> Vec<String> {
    let text = |column| {
        let value = row.try_get_raw(column).ok().filter(|value| !value.is_null())?;
        value.as_str().ok().map(str::to_owned)
    };
    (0..row.len()).filter_map(text).collect()
}

/// Every row of a book and of its person's chat, by table, as the owner sees it.
async fn contents(owner: &mut PgConnection, book: &str) -> BTreeMap<String, Vec<String>> {
    let mut contents = BTreeMap::new();
    let of_a_book = |table: &String| !OF_NO_BOOK.contains(&table.as_str()) && !table.starts_with(LEDGER);
    for table in tables(owner).await.into_iter().filter(of_a_book) {
        let of_whom = match CHAT_TABLES.contains(&table.as_str()) {
            true => format!("chat_id = {CHAT}"),
            false => format!("book_id = '{book}'"),
        };
        let query = format!("select to_jsonb(t)::text from {table} as t where {of_whom} order by 1");
        let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(query)).fetch_all(&mut *owner).await.unwrap();
        contents.insert(table, rows);
    }
    contents
}

async fn tables(owner: &mut PgConnection) -> Vec<String> {
    sqlx::query_scalar(
        "select tablename::text from pg_tables where schemaname = 'public' and tablename not like '\\_sqlx%'",
    )
    .fetch_all(owner)
    .await
    .unwrap()
}
