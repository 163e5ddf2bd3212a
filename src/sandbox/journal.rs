//! What survives a restart, when there is a folder: a file of JSON lines, and the bytes of files beside it.
//!
//! **Invariant:** nothing is written on the way of a request: a thread of its own does it. The file is bounded: when it has
//! grown enough it is written anew from what is still kept. A torn last line is left out.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, TrySendError, sync_channel};
use std::thread::JoinHandle;

use axum::body::Bytes;
use serde::{Deserialize, Serialize};

use super::bot::{Bot, Label, Scope};
use super::clock;
use super::files::{FileInfo, StoredFile};
use super::state::{Room, RoomKey, State};
use super::types::{BotCommand, Chat, ForPerson, Message, User};

/// Lines that wait for the disk; beyond it they are dropped, so that a slow disk does not stop the chat.
const LINES_WAITING_MAX: usize = 20_000;
/// How much the file may grow before it is written anew.
const GROWTH_BYTES_MAX: u64 = 64 * 1024 * 1024;
const FILE_NAME: &str = "history.jsonl";
const NEW_FILE_NAME: &str = "history.jsonl.new";
const FILES_FOLDER: &str = "files";

/// One thing to remember.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case")]
pub(super) enum Record {
    Bot {
        user: User,
        token: String,
    },
    Person(User),
    Room {
        key: RoomKey,
        chat: Chat,
        members: Vec<i64>,
        started: bool,
        blocked: bool,
        next_message_id: i64,
    },
    Message {
        key: RoomKey,
        message: ForPerson,
    },
    Deleted {
        key: RoomKey,
        message_id: i64,
    },
    Cleared {
        key: RoomKey,
    },
    File {
        info: FileInfo,
        #[serde(skip)]
        bytes: Bytes,
    },
    FileGone {
        number: u64,
    },
    Menu {
        bot: i64,
        scope: Scope,
        language: String,
        commands: Option<Vec<BotCommand>>,
    },
    Label {
        bot: i64,
        label: Label,
        language: String,
        text: String,
    },
    Update {
        bot: i64,
        id: i64,
        chat: i64,
        json: String,
    },
    /// The bot has every update below this number.
    Acknowledged {
        bot: i64,
        below: i64,
    },
}

impl Record {
    pub(super) fn message(key: RoomKey, message: &Arc<Message>) -> Self {
        Self::Message { key, message: ForPerson(Arc::clone(message)) }
    }

    pub(super) fn room(key: RoomKey, room: &Room) -> Self {
        Self::Room {
            key,
            chat: room.chat.clone(),
            members: room.members.clone(),
            started: room.started,
            blocked: room.blocked,
            next_message_id: room.next_message_id,
        }
    }
}

enum Line {
    One(Record),
    /// The file is written anew with these.
    All(Vec<Record>),
}

/// Hands records to the thread that writes.
#[derive(Debug)]
pub(super) struct Writer {
    sender: Option<SyncSender<Line>>,
    thread: Option<JoinHandle<()>>,
    /// Bytes since the file was last written anew.
    grown: Arc<AtomicU64>,
    lost: u64,
}

impl Writer {
    pub(super) fn write(&mut self, record: Record) {
        let Some(sender) = &self.sender else { return };
        if let Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) = sender.try_send(Line::One(record)) {
            // Once is enough for the log.
            if self.lost == 0 {
                tracing::warn!(
                    "the sandbox's history cannot be written as fast as it grows; parts of it will be missing"
                );
            }
            self.lost += 1;
        }
    }

    /// Whether the file should be written anew; says so once.
    pub(super) fn is_full(&self) -> bool {
        let full = self.grown.load(Ordering::Relaxed) > GROWTH_BYTES_MAX;
        if full {
            self.grown.store(0, Ordering::Relaxed);
        }
        full
    }

    pub(super) fn write_all(&mut self, records: Vec<Record>) {
        if let Some(sender) = &self.sender {
            // A full queue keeps the old file; the next growth tries again.
            let _ = sender.try_send(Line::All(records));
        }
    }
}

impl Drop for Writer {
    /// Waits until everything is on disk.
    fn drop(&mut self) {
        drop(self.sender.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Reads what the folder remembers into the state, and goes on writing there.
///
/// # Errors
/// The folder cannot be made, read or written.
pub(super) fn open(state: &mut State, folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder.join(FILES_FOLDER))?;
    let now_ms = clock::now_ms();
    if let Ok(file) = File::open(folder.join(FILE_NAME)) {
        for line in BufReader::new(file).split(b'\n') {
            // A line that a crash tore, or that a later version wrote, is left out.
            if let Ok(record) = serde_json::from_slice(&line?) {
                restore(state, record, folder, now_ms);
            }
        }
    }
    let records = everything(state);
    let file = rewrite(folder, &records)?;
    let (sender, receiver) = sync_channel(LINES_WAITING_MAX);
    let grown = Arc::new(AtomicU64::new(0));
    let thread = std::thread::Builder::new().name("sandbox-history".to_owned()).spawn({
        let (folder, grown) = (folder.to_owned(), Arc::clone(&grown));
        move || run(&receiver, file, &folder, &grown)
    })?;
    state.journal = Some(Writer { sender: Some(sender), thread: Some(thread), grown, lost: 0 });
    Ok(())
}

/// Writes what comes until nobody can send any more; flushed whenever there is nothing to do.
fn run(receiver: &Receiver<Line>, mut file: BufWriter<File>, folder: &Path, grown: &AtomicU64) {
    loop {
        let line = match receiver.try_recv() {
            Ok(line) => Some(line),
            Err(TryRecvError::Disconnected) => None,
            Err(TryRecvError::Empty) => file.flush().ok().and_then(|()| receiver.recv().ok()),
        };
        let written = match line {
            None => break,
            Some(Line::One(record)) => write_files(&record, folder).and_then(|()| write_line(&mut file, &record)),
            Some(Line::All(records)) => rewrite(folder, &records).map(|new| {
                file = new;
                0
            }),
        };
        match written {
            Ok(bytes) => {
                grown.fetch_add(bytes, Ordering::Relaxed);
            }
            Err(error) => tracing::warn!(%error, "the sandbox's history cannot be written"),
        }
    }
    let _ = file.flush();
}

fn write_line(file: &mut impl Write, record: &Record) -> std::io::Result<u64> {
    let mut line = serde_json::to_vec(record)?;
    line.push(b'\n');
    file.write_all(&line)?;
    Ok(line.len() as u64)
}

/// The bytes of files stand in files of their own.
fn write_files(record: &Record, folder: &Path) -> std::io::Result<()> {
    match record {
        Record::File { info, bytes } => fs::write(file_path(folder, info.number), bytes),
        Record::FileGone { number } => fs::remove_file(file_path(folder, *number)),
        _ => Ok(()),
    }
}

fn file_path(folder: &Path, number: u64) -> PathBuf {
    folder.join(FILES_FOLDER).join(number.to_string())
}

/// Writes the file anew and puts it in the place of the old one in one step.
fn rewrite(folder: &Path, records: &[Record]) -> std::io::Result<BufWriter<File>> {
    let new = folder.join(NEW_FILE_NAME);
    // Tokens and what people wrote stand in it.
    let options = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
    let mut file = BufWriter::new(options);
    for record in records {
        write_line(&mut file, record)?;
    }
    file.flush()?;
    file.get_ref().sync_all()?;
    fs::rename(new, folder.join(FILE_NAME))?;
    Ok(file)
}

/// Everything that is still kept, in an order in which it can be read again.
pub(super) fn everything(state: &State) -> Vec<Record> {
    let mut records: Vec<Record> = state.people.values().cloned().map(Record::Person).collect();
    for bot in state.bots.values() {
        let id = bot.user.id;
        records.push(Record::Bot { user: bot.user.clone(), token: bot.token.clone() });
        records.extend(bot.menus.iter().map(|((scope, language), commands)| Record::Menu {
            bot: id,
            scope: *scope,
            language: language.clone(),
            commands: Some(commands.clone()),
        }));
        records.extend(bot.labels.iter().map(|((label, language), text)| Record::Label {
            bot: id,
            label: *label,
            language: language.clone(),
            text: text.clone(),
        }));
        records.push(Record::Acknowledged { bot: id, below: bot.queue.next_id });
        let update = |(update, waiting): (i64, &super::updates::Waiting)| Record::Update {
            bot: id,
            id: update,
            chat: waiting.chat,
            json: waiting.json.to_string(),
        };
        records.extend(bot.queue.all().map(update));
    }
    let file = |file: &StoredFile| Record::File { info: file.info.clone(), bytes: file.bytes.clone() };
    records.extend(state.files.all().map(file));
    for (key, room) in &state.rooms {
        records.push(Record::room(*key, room));
        records.extend(room.messages.values().map(|message| Record::message(*key, message)));
    }
    records
}

fn restore(state: &mut State, record: Record, folder: &Path, now_ms: i64) {
    match record {
        Record::Person(person) => {
            state.people.insert(person.id, person);
        }
        Record::Bot { user, token } => match state.bots.get_mut(&user.id) {
            Some(bot) => bot.user = user,
            None => {
                let bot = Bot::new(user, &token, clock::first_update_id(now_ms));
                state.bots.insert(bot.user.id, bot);
            }
        },
        Record::Room { key, chat, members, started, blocked, next_message_id } => {
            let room = state.rooms.entry(key).or_insert_with(|| Room::new(chat, members, now_ms));
            room.started = started;
            room.blocked = blocked;
            room.next_message_id = room.next_message_id.max(next_message_id);
        }
        Record::Message { key, message } => state.put(key, &message.0),
        Record::Deleted { key, message_id } => {
            state.remove(key, message_id);
        }
        Record::Cleared { key } => {
            if let Some(room) = state.rooms.get_mut(&key) {
                room.messages.clear();
            }
        }
        Record::File { info, .. } => {
            if let Ok(bytes) = fs::read(file_path(folder, info.number)) {
                state.files.keep(StoredFile { info, bytes: bytes.into() });
            }
        }
        Record::FileGone { number } => state.files.forget(number),
        Record::Menu { bot, scope, language, commands } => {
            if let Some(bot) = state.bots.get_mut(&bot) {
                bot.set_menu(scope, &language, commands);
            }
        }
        Record::Label { bot, label, language, text } => {
            if let Some(bot) = state.bots.get_mut(&bot) {
                bot.labels.insert((label, language), text);
            }
        }
        Record::Update { bot, id, chat, json } => {
            if let Some(bot) = state.bots.get_mut(&bot) {
                bot.queue.put(id, chat, json.into(), now_ms);
            }
        }
        Record::Acknowledged { bot, below } => {
            if let Some(bot) = state.bots.get_mut(&bot) {
                bot.queue.restore(below);
            }
        }
    }
}
