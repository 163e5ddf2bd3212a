//! Opening the database: migrations as the owner, then everything else as the application's role.
//!
//! **Invariant:** the application never works as a superuser or as the owner of the tables, because neither row-level
//! security nor grants would bind it.

use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

use super::Store;

/// Every change of the schema, in order.
pub static MIGRATOR: Migrator = sqlx::migrate!("./migrations");

/// More than the two cores of a small server can keep busy; well below Postgres' own limit of 100.
const CONNECTIONS_MAX: u32 = 10;

/// A connection that waited for longer is tried before it is used. Under load none is, which saves each call a round trip; one
/// that was lost in less time fails its call, whose caller tries again.
const TRIED_AFTER_IDLE: Duration = Duration::from_millis(500);

/// A refused connection is retried this long before the user is told.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// Why the database could not be opened: one line that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    #[error("cannot reach the database: {0}")]
    Connect(#[source] sqlx::Error),
    #[error("cannot bring the database's tables up to date: {0}. {hint}", hint = owner_hint(.0))]
    Migrate(#[from] MigrateError),
    #[error(
        "the role {role:?} is a superuser, skips row-level security or owns tables; DATABASE_URL must name one that does not"
    )]
    TooMuchPower { role: String },
}

fn owner_hint(error: &MigrateError) -> &'static str {
    match error {
        MigrateError::VersionMissing(_) | MigrateError::VersionMismatch(_) => {
            "This database was made by another version of farthing: use that one"
        }
        _ => "DATABASE_OWNER_URL must name a role that may create tables and roles in it",
    }
}

/// Applies what is missing of the schema, as the owner, and lets the application's login take the application's role.
pub async fn migrate(owner: &PgConnectOptions, application: &PgConnectOptions) -> Result<(), DatabaseError> {
    let mut connection = connect(owner).await?;
    MIGRATOR.run(&mut connection).await?;
    let login = application.get_username();
    if login != owner.get_username() {
        let role = app_role(&mut connection).await.map_err(DatabaseError::Connect)?;
        if login != role {
            let grant = format!("grant {} to {}", quoted(&role), quoted(login));
            sqlx::query(AssertSqlSafe(grant)).execute(&mut connection).await.map_err(DatabaseError::Connect)?;
        }
    }
    connection.close().await.map_err(DatabaseError::Connect)
}

/// Opens a pool whose every connection works as the application's role.
pub async fn open(application: &PgConnectOptions) -> Result<Store, DatabaseError> {
    let options = application
        .clone()
        .application_name("farthing")
        // A statement is planned once a connection, not once a call: planning cost as much as running. `Book::plan_for_values`
        // is for the others. Sums by payee over all time are grouped in memory, and no question runs long enough to be
        // worth compiling.
        .options([("plan_cache_mode", "force_generic_plan"), ("timezone", "UTC"), ("work_mem", "32MB"), ("jit", "off")])
        // A worker whose machine is gone gives up its claims within half a minute, instead of the system's two hours.
        .options([("tcp_keepalives_idle", "10"), ("tcp_keepalives_interval", "5"), ("tcp_keepalives_count", "4")])
        .log_statements(tracing::log::LevelFilter::Trace);
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS_MAX)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .test_before_acquire(false)
        .before_acquire(|connection, waited| {
            Box::pin(async move {
                if waited.idle_for > TRIED_AFTER_IDLE {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .after_connect(|connection, _| {
            Box::pin(async move {
                let role = app_role(connection).await?;
                sqlx::query(AssertSqlSafe(format!("set role {}", quoted(&role)))).execute(connection).await?;
                Ok(())
            })
        })
        .connect_with(options)
        .await
        .map_err(DatabaseError::Connect)?;
    refuse_power(&pool).await?;
    Ok(Store { pool })
}

/// The same database as the application's role itself, where the server lets local roles in without a password.
pub fn as_application(owner: &PgConnectOptions) -> PgConnectOptions {
    let database = owner.get_database().unwrap_or(owner.get_username());
    owner.clone().username(&format!("{database}_app"))
}

async fn connect(options: &PgConnectOptions) -> Result<PgConnection, DatabaseError> {
    let options = options.clone().log_statements(tracing::log::LevelFilter::Trace);
    PgConnection::connect_with(&options).await.map_err(DatabaseError::Connect)
}

async fn app_role(connection: &mut PgConnection) -> Result<String, sqlx::Error> {
    sqlx::query_scalar!(r#"select app_role()::text as "role!""#).fetch_one(connection).await
}

async fn refuse_power(pool: &sqlx::PgPool) -> Result<(), DatabaseError> {
    let role = sqlx::query!(
        r#"select rolname as "role!", rolsuper or rolbypassrls or exists (
               select from pg_class where relowner = pg_roles.oid and relkind in ('r', 'p')
           ) as "too_much_power!"
           from pg_roles where rolname = current_user"#
    )
    .fetch_one(pool)
    .await
    .map_err(DatabaseError::Connect)?;
    if role.too_much_power { Err(DatabaseError::TooMuchPower { role: role.role }) } else { Ok(()) }
}

/// An identifier as SQL quotes it.
fn quoted(identifier: &str) -> String {
    format!("\"{}\"", identifier.replace('"', "\"\""))
}
