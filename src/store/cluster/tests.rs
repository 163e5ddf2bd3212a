//! Against real servers: each test makes a cluster in a folder of its own.

use std::os::unix::fs::PermissionsExt;

use rustix::process::{Pid, Signal, getsid, kill_process};
use sqlx::PgConnection;

use super::*;

/// A data folder that the user who runs Postgres may pass through, unlike those of `tempdir()`.
fn data_folder() -> tempfile::TempDir {
    let folder = tempfile::Builder::new().prefix("farthing-test-").tempdir_in("/tmp").unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o711)).unwrap();
    folder
}

async fn attach(folder: &tempfile::TempDir) -> Cluster {
    let cluster = Cluster::attach(folder.path()).await;
    cluster.unwrap_or_else(|error| panic!("the private cluster cannot be tested here: {error}"))
}

async fn connect(cluster: &Cluster) -> PgConnection {
    cluster.owner_options().connect().await.unwrap()
}

fn pid_file(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("postgres/data/postmaster.pid")
}

fn server_pid(folder: &tempfile::TempDir) -> Option<Pid> {
    let text = fs::read_to_string(pid_file(folder)).ok()?;
    Pid::from_raw(text.lines().next()?.parse().ok()?)
}

#[tokio::test]
async fn the_last_one_out_stops_the_server() {
    let folder = data_folder();
    let first = attach(&folder).await;
    let pid = server_pid(&folder).unwrap();
    assert_eq!(getsid(Some(pid)).unwrap(), pid, "leads a session of its own, which ^C does not reach");

    let second = attach(&folder).await;
    assert_eq!(server_pid(&folder), Some(pid), "the second user shares the server");
    first.release().await.unwrap();
    assert_eq!(server_pid(&folder), Some(pid), "one user is left");

    let mut connection = connect(&second).await;
    let settings: (String, String, String, String) = sqlx::query_as(
        "SELECT current_setting('server_encoding'), current_setting('listen_addresses'), current_setting('fsync'), \
         (SELECT datcollate FROM pg_database WHERE datname = 'farthing')",
    )
    .fetch_one(&mut connection)
    .await
    .unwrap();
    assert_eq!((settings.0.as_str(), settings.1.as_str(), settings.2.as_str()), ("UTF8", "", "on"));
    assert!(["C.UTF-8", "C"].contains(&settings.3.as_str()), "{}", settings.3);
    drop(connection);

    second.release().await.unwrap();
    assert!(!pid_file(&folder).exists(), "the last one out stopped it");
    assert!(!socket(&folder).parent().unwrap().exists(), "nothing is left in /tmp");
}

fn socket(folder: &tempfile::TempDir) -> PathBuf {
    let account = Account::for_cluster(&folder.path().join("postgres")).unwrap();
    let postmaster = Postmaster::new(&fs::canonicalize(folder.path()).unwrap(), account).unwrap();
    postmaster.socket_folder().join(".s.PGSQL.5432")
}

#[tokio::test]
async fn the_data_outlives_kills_and_whatever_they_leave() {
    let folder = data_folder();
    let killed = attach(&folder).await;
    let mut connection = connect(&killed).await;
    sqlx::query("CREATE TABLE kept AS SELECT 42 AS answer").execute(&mut connection).await.unwrap();
    let pid = server_pid(&folder).unwrap();

    // Dropping without a release is what the kernel does for a killed process: the server stays for the next one.
    drop(killed);
    let next = attach(&folder).await;
    assert_eq!(server_pid(&folder), Some(pid), "attached to the server that was left running");

    kill_process(pid, Signal::KILL).unwrap();
    let after_kill = attach(&folder).await;
    assert_ne!(server_pid(&folder), Some(pid));
    assert_answer(&after_kill).await;
    next.release().await.unwrap();
    after_kill.release().await.unwrap();

    let own_pid = std::process::id();
    let socket = socket(&folder);
    let socket_folder = socket.parent().unwrap();
    for leftover in [format!("{own_pid}\n{}\n", folder.path().display()), "garbage".to_owned(), String::new()] {
        fs::write(pid_file(&folder), &leftover).unwrap();
        fs::create_dir(socket_folder).unwrap();
        fs::set_permissions(socket_folder, fs::Permissions::from_mode(0o700)).unwrap();
        fs::write(socket.with_added_extension("lock"), &leftover).unwrap();
        fs::write(&socket, "").unwrap();
        let cluster = attach(&folder).await;
        assert_answer(&cluster).await;
        cluster.release().await.unwrap();
        assert!(!pid_file(&folder).exists(), "after {leftover:?}");
    }
}

async fn assert_answer(cluster: &Cluster) {
    let mut connection = connect(cluster).await;
    let answer: i32 = sqlx::query_scalar("SELECT answer FROM kept").fetch_one(&mut connection).await.unwrap();
    assert_eq!(answer, 42);
}

#[tokio::test]
async fn first_starts_at_the_same_time_make_one_server() {
    let folder = data_folder();
    // What a killed initdb leaves.
    fs::create_dir_all(folder.path().join("postgres/data.new")).unwrap();
    fs::set_permissions(folder.path().join("postgres"), fs::Permissions::from_mode(0o700)).unwrap();
    fs::write(folder.path().join("postgres/data.new/PG_VERSION"), "half").unwrap();

    let (a, b, c) = tokio::join!(attach(&folder), attach(&folder), attach(&folder));
    for cluster in [&a, &b, &c] {
        connect(cluster).await.close().await.unwrap();
    }
    let (a, b, c) = tokio::join!(a.release(), b.release(), c.release());
    a.and(b).and(c).unwrap();
    assert!(!pid_file(&folder).exists());
}

#[tokio::test]
async fn a_swept_socket_is_made_good_only_by_a_lone_user() {
    let folder = data_folder();
    let first = attach(&folder).await;
    fs::remove_file(socket(&folder)).unwrap();
    let error = Cluster::attach(folder.path()).await.unwrap_err();
    assert!(matches!(error, ClusterError::SocketGone { .. }), "{error}");

    drop(first);
    let alone = attach(&folder).await;
    connect(&alone).await.close().await.unwrap();
    alone.release().await.unwrap();
}

#[tokio::test]
async fn a_folder_that_is_open_to_others_is_refused() {
    let folder = data_folder();
    fs::create_dir(folder.path().join("postgres")).unwrap();
    fs::set_permissions(folder.path().join("postgres"), fs::Permissions::from_mode(0o777)).unwrap();
    let error = Cluster::attach(folder.path()).await.unwrap_err();
    assert!(matches!(error, ClusterError::NotOurs { .. }), "{error}");
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let folder = data_folder();
    fs::write(folder.path().join("file"), "").unwrap();
    let error = Cluster::attach(&folder.path().join("file/data")).await.unwrap_err().to_string();
    assert!(error.contains("FARTHING_DATA_DIR") && error.contains("file/data"), "{error}");
}

#[tokio::test]
async fn root_is_told_where_the_database_user_cannot_go() {
    if !rustix::process::geteuid().is_root() {
        #[expect(clippy::print_stdout, reason = "a test that cannot run must say so")]
        let () = println!("only root runs Postgres as another user: nothing to test here");
        return;
    }
    let folder = data_folder();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
    let error = Cluster::attach(&folder.path().join("data")).await.unwrap_err();
    assert!(matches!(error, ClusterError::OutOfReach { .. }), "{error}");
    assert!(error.to_string().contains("FARTHING_DATA_DIR"), "{error}");
}

#[tokio::test]
async fn a_first_start_cut_short_is_finished_by_the_next() {
    let folder = data_folder();
    let cut_short = attach(&folder).await;
    let mut connection = cut_short.owner_options().database("postgres").connect().await.unwrap();
    sqlx::query("DROP DATABASE farthing").execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    drop(cut_short);
    let next = attach(&folder).await;
    connect(&next).await.close().await.unwrap();
    next.release().await.unwrap();
}
