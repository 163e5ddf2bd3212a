use crate::domain::{Format, ParsedFile};

use super::*;

fn pool(command: &str, arguments: &[&str], limit: Duration) -> WorkerPool {
    WorkerPool::with_command(PathBuf::from(command), arguments, limit)
}

async fn read(pool: &WorkerPool) -> Result<ParsedFile, WorkerError> {
    pool.read(b"date,amount\n".to_vec(), ReadOptions::default()).await
}

fn file(bank: &str) -> ParsedFile {
    ParsedFile { format: Format::Csv, bank: Some(bank.to_owned()), statements: Vec::new() }
}

/// Any error of the reader.
fn refusal() -> ReadError {
    super::super::read(b"\x00no statement\x00", &ReadOptions::default()).unwrap_err()
}

#[test]
fn a_child_answers_one_request_after_the_other() {
    let requests = [("first", "a\nb"), ("refused", ""), ("third", "\u{feff}x")];
    let mut input = Vec::new();
    for (name, content) in requests {
        let options = ReadOptions {
            file_name: Some(name.to_owned()),
            password: Some("p\n".to_owned()),
            ..ReadOptions::default()
        };
        serde_json::to_writer(&mut input, &Request { options, file_bytes: content.len() }).unwrap();
        input.push(b'\n');
        input.extend_from_slice(content.as_bytes());
    }
    let reader = |bytes: &[u8], options: &ReadOptions| {
        assert_eq!(options.password.as_deref(), Some("p\n"));
        let name = options.file_name.as_deref().unwrap();
        if name == "refused" { Err(refusal()) } else { Ok(file(&format!("{name} {bytes:?}"))) }
    };
    let mut output = Vec::new();
    serve_on(input.as_slice(), &mut output, reader).unwrap();
    let answers: Vec<Result<ParsedFile, ReadError>> =
        output.split_inclusive(|byte| *byte == b'\n').map(|line| serde_json::from_slice(line).unwrap()).collect();
    assert_eq!(answers, [Ok(file("first [97, 10, 98]")), Err(refusal()), Ok(file("third [239, 187, 191, 120]"))]);
}

#[test]
fn a_child_ends_at_a_request_it_does_not_understand() {
    let check = |input: &[u8], expected: Result<(), io::ErrorKind>| {
        let mut output = Vec::new();
        let served = serve_on(input, &mut output, |_, _| Ok(file("x")));
        assert_eq!(served.map_err(|error| error.kind()), expected, "{}", String::from_utf8_lossy(input));
        assert!(output.is_empty());
    };
    check(b"", Ok(()));
    check(b"garbage\n", Err(io::ErrorKind::InvalidData));
    check(
        br#"{"options":{"file_name":null,"password":null,"today":"2026-03-31"},"file_bytes":5}"#,
        Err(io::ErrorKind::UnexpectedEof),
    );
    check(
        br#"{"options":{"file_name":null,"password":null,"today":"2026-03-31"},"file_bytes":999999999999}"#,
        Err(io::ErrorKind::FileTooLarge),
    );
}

#[tokio::test]
async fn a_child_that_does_not_answer_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let pid_file = folder.path().join("pid");
    let script = format!("echo $$ > '{}'; exec /bin/sleep 60", pid_file.display());
    let stuck = pool("/bin/sh", &["-c", &script], Duration::from_millis(300));
    assert!(matches!(read(&stuck).await, Err(WorkerError::TimedOut)));
    let pid: i32 = std::fs::read_to_string(pid_file).unwrap().trim().parse().unwrap();
    let pid = rustix::process::Pid::from_raw(pid).unwrap();
    for _ in 0..500 {
        if rustix::process::test_kill_process(pid).is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the child still runs");
}

#[tokio::test]
async fn a_child_that_fails_is_told_apart_from_an_answer() {
    let minute = Duration::from_secs(60);
    // Ends at once; echoes the request; answers without a line's end; dies of a signal.
    let crashing: [(&str, &[&str]); 4] = [
        ("/bin/false", &[]),
        ("/bin/cat", &[]),
        ("/bin/sh", &["-c", "cat > /dev/null & printf '{\"Ok\":'"]),
        ("/bin/sh", &["-c", "kill -SEGV $$"]),
    ];
    for (command, arguments) in crashing {
        let pool = pool(command, arguments, minute);
        let result = read(&pool).await;
        assert!(matches!(result, Err(WorkerError::Crashed)), "{command} {arguments:?}: {result:?}");
        assert!(pool.idle.lock().unwrap().is_empty(), "{command} {arguments:?} must not be used again");
    }
    let result = read(&pool("/nonexistent", &[], minute)).await;
    assert!(matches!(result, Err(WorkerError::Start(_))), "{result:?}");
}

/// Answers each request, known by its one line and the 12 bytes of `read`, with its own process id as the bank.
const ANSWERING: &str = r#"while read -r line; do head -c 12 > /dev/null;
    echo "{\"Ok\":{\"format\":\"csv\",\"bank\":\"$$\",\"statements\":[]}}"; done"#;

#[tokio::test]
async fn a_child_is_used_again_until_its_files_are_up() {
    // `dash` reads its input byte by byte, so that `head` gets what follows the line.
    let pool = pool("/bin/sh", &["-c", ANSWERING], Duration::from_secs(60));
    let mut banks = Vec::new();
    for _ in 0..=READS_PER_WORKER {
        banks.push(read(&pool).await.unwrap().bank);
    }
    let (last, reused) = banks.split_last().unwrap();
    assert!(reused.iter().all(|bank| Some(bank) == reused.first()), "{banks:?}");
    assert_ne!(Some(last), reused.first());
}

#[tokio::test]
async fn a_child_that_died_while_idle_is_replaced() {
    let pool = pool("/bin/sh", &["-c", ANSWERING], Duration::from_secs(60));
    let first = read(&pool).await.unwrap().bank;
    let mut worker = pool.take_idle().unwrap();
    worker.child.kill().await.unwrap();
    pool.idle.lock().unwrap().push(worker);
    assert_ne!(read(&pool).await.unwrap().bank, first);
}

#[tokio::test]
async fn too_much_is_refused_before_a_child_is_started() {
    let pool = pool("/nonexistent", &[], Duration::from_secs(1));
    let result = pool.read(vec![0; MAX_FILE_BYTES + 1], ReadOptions::default()).await;
    assert!(matches!(result, Err(WorkerError::TooLarge)), "{result:?}");
    let all = pool.admitted.available_permits();
    let _taken = pool.admitted.acquire_many(u32::try_from(all).unwrap()).await.unwrap();
    assert!(matches!(read(&pool).await, Err(WorkerError::Busy)));
}

#[test]
fn every_error_says_what_was_kept_in_one_line() {
    let errors = [
        WorkerError::TimedOut,
        WorkerError::Crashed,
        WorkerError::TooLarge,
        WorkerError::Busy,
        WorkerError::Start(io::ErrorKind::NotFound.into()),
    ];
    for error in errors {
        let text = error.to_string();
        assert!(text.contains("Nothing was stored.") && !text.contains('\n'), "{text}");
    }
}
