//! The shared handles that every request gets, and how they are opened and closed.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use crate::agent::{Agent, Model};
use crate::config::{Config, MailServer};
use crate::domain::TelegramUserId;
use crate::store::cluster::{Cluster, ClusterError};
use crate::store::database::{self, DatabaseError};
use crate::store::{Store, StoreError};
use crate::tools::Context;
use crate::tools::parse::worker::WorkerPool;
use crate::tools::second_factor::vault::Vault;

/// Everything a request needs besides the user.
#[derive(Debug)]
pub struct App {
    pub store: Store,
    pub workers: Arc<WorkerPool>,
    pub agent: Agent,
    /// Seals what must not stand in the database in the clear.
    pub vault: Arc<Vault>,
    /// Takes mails; `None` leaves summaries to the chat alone.
    pub mail: Option<MailServer>,
    /// The private cluster that this process holds open, if it uses one.
    cluster: Option<Cluster>,
}

/// Why the program cannot start: one line that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error("this program's own file cannot be found: {0}")]
    OwnFile(#[from] std::io::Error),
    #[error("the model cannot be used: {0}")]
    Model(#[from] crate::agent::PlannerError),
}

impl App {
    /// Attaches to the database, brings its tables up to date and prepares the rest.
    pub async fn start(config: &Config) -> Result<Self, StartError> {
        let agent = Agent { model: config.model.as_ref().map(Model::new).transpose()? };
        let workers = Arc::new(WorkerPool::new(own_file()?));
        let vault = Arc::new(Vault::new(config.master_key.clone(), &config.data_dir));
        let mail = config.mail.clone();
        match &config.database {
            Some(given) => {
                database::migrate(given.owner.expose(), given.application.expose()).await?;
                let store = database::open(given.application.expose()).await?;
                Ok(Self { store, workers, agent, vault, mail, cluster: None })
            }
            None => {
                let cluster = Cluster::attach(&config.data_dir).await?;
                match Self::open_cluster(&cluster).await {
                    Ok(store) => Ok(Self { store, workers, agent, vault, mail, cluster: Some(cluster) }),
                    Err(error) => {
                        cluster.release().await?;
                        Err(error.into())
                    }
                }
            }
        }
    }

    async fn open_cluster(cluster: &Cluster) -> Result<Store, DatabaseError> {
        let owner = cluster.owner_options();
        database::migrate(&owner, &owner).await?;
        database::open(&database::as_application(&owner)).await
    }

    /// The same over a store that the caller opened and closes, with a vault that ends with it.
    pub fn of(store: Store, workers: Arc<WorkerPool>, agent: Agent) -> Self {
        Self { store, workers, agent, vault: Arc::new(Vault::fresh()), mail: None, cluster: None }
    }

    /// A request of this user, at this moment in their time zone; the user is created if new.
    pub async fn context(
        &self,
        user: TelegramUserId,
        now: DateTime<Utc>,
        today: Option<NaiveDate>,
    ) -> Result<Context, StoreError> {
        let mut book = self.store.enter(user, now).await?;
        let today = match today {
            Some(today) => today,
            None => now.with_timezone(&book.settings().await?.time_zone).date_naive(),
        };
        Ok(Context::begun(self.store.clone(), book, self.workers.clone(), now, today))
    }

    /// Removes a person and everything that is theirs, for good; false when there was nothing.
    pub async fn forget(&self, user: TelegramUserId) -> Result<bool, StoreError> {
        let Some(book_id) = self.store.find_book(user).await? else { return Ok(false) };
        let mut book = self.store.book(book_id).await?;
        let gone = book.forget(user).await?;
        book.commit().await?;
        Ok(gone)
    }

    /// Closes connections, and the private cluster where this process was its last user.
    pub async fn stop(self) -> Result<(), ClusterError> {
        self.store.close().await;
        match self.cluster {
            Some(cluster) => cluster.release().await,
            None => Ok(()),
        }
    }
}

/// The file that child processes are started from.
pub fn own_file() -> std::io::Result<PathBuf> {
    std::env::current_exe()
}
