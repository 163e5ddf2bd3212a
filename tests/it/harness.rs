//! What a story needs: a fresh database, people, files and a day that it is.

use std::path::PathBuf;
use std::sync::{Arc, Weak};

use chrono::{DateTime, NaiveDate, Utc};
use farthing::agent::{Agent, Answer};
use farthing::app::App;
use farthing::domain::TelegramUserId;
use farthing::store::cluster::Cluster;
use farthing::store::database;
use farthing::tools::import::{Import, Imported};
use farthing::tools::parse::worker::WorkerPool;
use farthing::tools::undo::{Undo, Undone};
use farthing::tools::{Context, Tool, ToolError, Upload};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};
use tokio::sync::Mutex;
use uuid::Uuid;

/// The day of every story that names no other: a Tuesday.
pub(crate) const TODAY: &str = "2026-03-31";

/// One farthing on a database of its own, which a failed story leaves for a look.
pub(crate) struct Farthing {
    pub(crate) app: App,
    owner: PgConnectOptions,
    database: String,
    cluster: Arc<TestCluster>,
}

/// One person in a chat with it.
pub(crate) struct Person<'a> {
    farthing: &'a Farthing,
    pub(crate) id: TelegramUserId,
}

/// The cluster that all stories of this process share; the last one out stops it.
struct TestCluster {
    cluster: Option<Cluster>,
}

static SHARED: Mutex<Weak<TestCluster>> = Mutex::const_new(Weak::new());

impl TestCluster {
    async fn shared() -> Arc<Self> {
        let mut shared = SHARED.lock().await;
        if let Some(running) = shared.upgrade() {
            return running;
        }
        let cluster = Cluster::attach(&folder()).await.expect("a private cluster for the tests");
        let started = Arc::new(Self { cluster: Some(cluster) });
        *shared = Arc::downgrade(&started);
        started
    }
}

impl Drop for TestCluster {
    fn drop(&mut self) {
        let Some(cluster) = self.cluster.take() else { return };
        // A destructor cannot wait for a future, a thread of its own can.
        let stop = move || tokio::runtime::Runtime::new().map(|runtime| runtime.block_on(cluster.release()));
        let _ = std::thread::spawn(stop).join();
    }
}

/// A folder that the server's unprivileged user can reach also when the tests run as root.
fn folder() -> PathBuf {
    let user = rustix::process::geteuid().as_raw();
    std::env::temp_dir().join(format!("farthing-tests-{user}"))
}

impl Farthing {
    pub(crate) async fn start() -> Self {
        Self::start_with(Agent::default()).await
    }

    pub(crate) async fn start_with(agent: Agent) -> Self {
        Self::start_on(agent, "on").await
    }

    /// On a database that does not wait for the disk, for a story with very many steps: it ends processes of farthing, never
    /// the server's machine.
    pub(crate) async fn start_hurried() -> Self {
        Self::start_on(Agent::default(), "off").await
    }

    async fn start_on(agent: Agent, synchronous_commit: &str) -> Self {
        let cluster = TestCluster::shared().await;
        let server = cluster.cluster.as_ref().expect("a running cluster").owner_options();
        let database = format!("story_{}", Uuid::new_v4().simple());
        sql(&server, &format!("create database {database}")).await;
        sql(&server, &format!("alter database {database} set synchronous_commit = {synchronous_commit}")).await;
        let owner = server.database(&database);
        database::migrate(&owner, &owner).await.expect("migrations apply");
        let store = database::open(&database::as_application(&owner)).await.expect("the application's role connects");
        let workers = Arc::new(WorkerPool::new(env!("CARGO_BIN_EXE_farthing").into()));
        Self { app: App::of(store, workers, agent), owner, database, cluster }
    }

    pub(crate) fn person(&self, id: i64) -> Person<'_> {
        Person { farthing: self, id: TelegramUserId(id) }
    }

    /// A connection as the tables' owner, who sees all books: for looking at end states.
    pub(crate) async fn owner(&self) -> PgConnection {
        PgConnection::connect_with(&self.owner).await.expect("the owner connects")
    }

    /// Environment of a command that works on this story's database.
    pub(crate) fn environment(&self) -> [(&'static str, String); 2] {
        let url = |options: &PgConnectOptions| options.to_url_lossy().to_string();
        [("DATABASE_URL", url(&database::as_application(&self.owner))), ("DATABASE_OWNER_URL", url(&self.owner))]
    }

    /// The server's socket.
    pub(crate) fn socket(&self) -> PathBuf {
        let folder = self.owner.get_socket().expect("the tests' cluster listens on a socket");
        folder.join(format!(".s.PGSQL.{}", self.owner.get_port()))
    }

    /// As [`Self::environment`], by way of a socket in another folder.
    pub(crate) fn environment_through(&self, folder: &std::path::Path) -> [(&'static str, String); 2] {
        let url = |options: &PgConnectOptions| options.clone().port(5432).socket(folder).to_url_lossy().to_string();
        [("DATABASE_URL", url(&database::as_application(&self.owner))), ("DATABASE_OWNER_URL", url(&self.owner))]
    }

    /// A connection as the application's role, without a scope.
    pub(crate) async fn application(&self) -> PgConnection {
        PgConnection::connect_with(&database::as_application(&self.owner)).await.expect("the application connects")
    }

    /// One value of the database, as text, seen by the owner.
    pub(crate) async fn value(&self, query: &str) -> String {
        sqlx::query_scalar(AssertSqlSafe(format!("select ({query})::text")))
            .fetch_one(&mut self.owner().await)
            .await
            .expect("a query of the story")
    }

    /// Every row of what people see and what vouches for it, by table, as text; without the history of how it came to be.
    pub(crate) async fn contents(&self) -> Vec<String> {
        let mut contents = Vec::new();
        for table in [
            "account",
            "category",
            "merchant",
            "statement",
            "statement_line",
            "transaction",
            "evidence",
            "correction",
            "month_rollup",
            "day_rollup",
            "payee_rollup",
        ] {
            // A sum of nothing may be 0 or 0.00.
            let content = match table.ends_with("rollup") {
                true => {
                    "to_jsonb(t) || jsonb_build_object('sum_in', trim_scale(sum_in), 'sum_out', trim_scale(sum_out))"
                }
                false => "to_jsonb(t)",
            };
            let rows = format!(
                "select coalesce(string_agg(row, E'\\n' order by row), '') from (select ({content})::text as row from {table} as t) as rows"
            );
            contents.push(format!("{table}:\n{}", self.value(&rows).await));
        }
        contents
    }

    /// A statement as the owner, who may do what the application may not.
    pub(crate) async fn execute(&self, statement: &str) {
        let statement = AssertSqlSafe(statement.to_owned());
        sqlx::raw_sql(statement).execute(&mut self.owner().await).await.expect("a statement of the story");
    }

    /// Drops the database, after a look that no link hangs in the air: the hot tables carry no foreign keys.
    pub(crate) async fn finish(self) {
        for (what, dangling) in [
            (
                "a link without its row",
                "evidence as e where not exists (select from transaction as t where (t.book_id, t.transaction_id) = (e.book_id, e.transaction_id))
                    and not exists (select from tombstone as t where (t.book_id, t.transaction_id, t.reason) = (e.book_id, e.transaction_id, 'deleted'))",
            ),
            (
                "a link without its line",
                "evidence as e where not exists (select from statement_line as l where (l.book_id, l.statement_id, l.line_number) = (e.book_id, e.statement_id, e.line_number))",
            ),
            (
                "a line without its statement",
                "statement_line as l where not exists (select from statement as s where (s.book_id, s.statement_id) = (l.book_id, l.statement_id))",
            ),
            (
                "a row without its account",
                "transaction as t where not exists (select from account as a where (a.book_id, a.account_id) = (t.book_id, t.account_id))",
            ),
            (
                "a row without its payee",
                "transaction as t where not exists (select from merchant as m where (m.book_id, m.merchant_id) = (t.book_id, t.merchant_id))",
            ),
            (
                "a row without a line",
                "transaction as t where not exists (select from evidence as e where (e.book_id, e.transaction_id) = (t.book_id, t.transaction_id))",
            ),
        ] {
            assert_eq!(self.value(&format!("select count(*) from {dangling}")).await, "0", "{what}");
        }
        self.app.store.close().await;
        let server = self.cluster.cluster.as_ref().expect("a running cluster").owner_options();
        sql(&server, &format!("drop database {} with (force)", self.database)).await;
        sql(&server, &format!("drop role {}_app", self.database)).await;
    }
}

/// A request without a user: it reaches no database.
pub(crate) fn bookless_context() -> Context {
    let today: NaiveDate = TODAY.parse().expect("a date");
    let now = today.and_hms_opt(12, 0, 0).expect("noon").and_utc();
    Context::new(None, Arc::new(WorkerPool::new(env!("CARGO_BIN_EXE_farthing").into())), now, today)
}

async fn sql(server: &PgConnectOptions, statement: &str) {
    let mut connection = PgConnection::connect_with(server).await.expect("the owner connects");
    sqlx::raw_sql(AssertSqlSafe(statement.to_owned()))
        .execute(&mut connection)
        .await
        .expect("a statement of the harness");
}

impl Person<'_> {
    pub(crate) async fn context(&self, today: &str) -> Context {
        let today: NaiveDate = today.parse().expect("a date");
        let now: DateTime<Utc> = today.and_hms_opt(12, 0, 0).expect("noon").and_utc();
        self.farthing.app.context(self.id, now, Some(today)).await.expect("a context")
    }

    /// Hands in a file.
    pub(crate) async fn import(&self, file_name: &str, bytes: &[u8]) -> Result<Imported, ToolError> {
        self.import_with(file_name, bytes, Import::default()).await
    }

    pub(crate) async fn import_with(
        &self,
        file_name: &str,
        bytes: &[u8],
        import: Import,
    ) -> Result<Imported, ToolError> {
        let mut context = self.context(TODAY).await;
        context.upload = Some(Upload { file_name: Some(file_name.to_owned()), bytes: bytes.into() });
        let imported = import.call(&mut context).await?;
        context.commit().await?;
        Ok(imported)
    }

    /// Asks in the one conversation of this person.
    pub(crate) async fn ask(&self, text: &str) -> Answer {
        self.ask_on(TODAY, text).await
    }

    pub(crate) async fn ask_on(&self, today: &str, text: &str) -> Answer {
        self.ask_in("story", today, text).await
    }

    /// Asks in a conversation.
    pub(crate) async fn ask_in(&self, session: &str, today: &str, text: &str) -> Answer {
        let mut context = self.context(today).await;
        let answer = self.farthing.app.agent.ask(text, session, &mut context).await.expect("an answer");
        context.commit().await.expect("the turn is kept");
        answer
    }

    pub(crate) async fn undo(&self) -> Result<Undone, ToolError> {
        self.does(Undo::default()).await
    }

    /// One call of a tool, kept.
    pub(crate) async fn does<T: Tool>(&self, tool: T) -> Result<T::Output, ToolError> {
        let mut context = self.context(TODAY).await;
        let done = tool.call(&mut context).await?;
        context.commit().await?;
        Ok(done)
    }
}
