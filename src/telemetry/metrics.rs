//! Metrics: what Prometheus asks for at `/metrics`.
//!
//! **Invariant:** a label's value comes from a short list in the program: never a person, a chat, a merchant or words from
//! outside.

use std::sync::OnceLock;
use std::time::Duration;

use chrono::{DateTime, Utc};
use metrics::{Unit, describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::store::admin::{Queue, Queues};
use crate::store::summaries::WorkWaiting;

/// From a tool's few milliseconds to a model's minute. The reach wants to tell 50 ms and 1 s apart.
const BUCKETS_SECONDS: [f64; 14] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0, 120.0];
/// Samples of histograms wait in memory for this; without it they would wait for a scrape that may never come.
const UPKEEP_INTERVAL: Duration = Duration::from_secs(5);

/// What a metric counts.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Counter,
    Gauge(Unit),
    Seconds,
}

/// Every metric with its meaning.
const METRICS: [(&str, Kind, &str); 28] = [
    (
        "farthing_updates_received_total",
        Kind::Counter,
        "Updates kept in the inbox; one that came again is not counted.",
    ),
    (
        "farthing_updates_total",
        Kind::Counter,
        "Updates handled, by kind and done: yes, stopped (by the person) or no (tried again or given up).",
    ),
    ("farthing_update_seconds", Kind::Seconds, "Time to handle an update, without its wait in the inbox, by kind."),
    (
        "farthing_update_latency_seconds",
        Kind::Seconds,
        "Time from the moment an update was kept until it was handled, its wait included, by kind.",
    ),
    (
        "farthing_tool_seconds",
        Kind::Seconds,
        "Time of a tool's call, by tool and done: yes, refused (asked for wrongly or not possible) or no (failed).",
    ),
    ("farthing_send_seconds", Kind::Seconds, "Time until Telegram answered to a message."),
    ("farthing_messages_sent_total", Kind::Counter, "Messages that Telegram took."),
    ("farthing_messages_retried_total", Kind::Counter, "Tries to send that are made again later."),
    ("farthing_messages_dead_total", Kind::Counter, "Messages given up: each is a dead letter."),
    (
        "farthing_inbox_waiting",
        Kind::Gauge(Unit::Count),
        "Updates of this bot that nobody works on yet, in all processes.",
    ),
    ("farthing_inbox_under_way", Kind::Gauge(Unit::Count), "Updates of this bot being handled, in all processes."),
    ("farthing_inbox_oldest_seconds", Kind::Gauge(Unit::Seconds), "Age of the oldest update that is not done."),
    (
        "farthing_outbox_waiting",
        Kind::Gauge(Unit::Count),
        "Messages of this bot that wait to be sent, in all processes.",
    ),
    ("farthing_outbox_under_way", Kind::Gauge(Unit::Count), "Messages of this bot being sent."),
    ("farthing_outbox_oldest_seconds", Kind::Gauge(Unit::Seconds), "Age of the oldest message that is not sent."),
    ("farthing_dead_letters", Kind::Gauge(Unit::Count), "Dead letters of this bot that an admin has not looked after."),
    ("farthing_summaries_waiting", Kind::Gauge(Unit::Count), "Books whose summary is due and not written."),
    ("farthing_jobs_waiting", Kind::Gauge(Unit::Count), "Jobs that are due and not done."),
    ("farthing_jobs_dead", Kind::Gauge(Unit::Count), "Jobs given up that an admin has not had tried again."),
    ("farthing_mails_waiting", Kind::Gauge(Unit::Count), "Mails that the mail server has not taken."),
    ("farthing_mails_dead", Kind::Gauge(Unit::Count), "Mails given up that an admin has not had tried again."),
    ("farthing_mails_sent_total", Kind::Counter, "Mails that the mail server took."),
    ("farthing_mails_retried_total", Kind::Counter, "Tries to send a mail that are made again later."),
    ("farthing_mails_dead_total", Kind::Counter, "Mails given up."),
    (
        "farthing_ledger_whole",
        Kind::Gauge(Unit::Count),
        "1 when the last proof of the ledger found it whole, 0 when it is broken; once a day, by one process.",
    ),
    (
        "farthing_database_up",
        Kind::Gauge(Unit::Count),
        "1 when the database answered this scrape; else the queues' figures are old.",
    ),
    ("process_resident_memory_bytes", Kind::Gauge(Unit::Bytes), "Memory of this process, without Postgres."),
    ("process_start_time_seconds", Kind::Gauge(Unit::Seconds), "When this process started, in seconds since 1970."),
];

/// Begins to keep metrics, once; `None` when something else in this process keeps them already.
pub fn start() -> Option<&'static PrometheusHandle> {
    static KEEPER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    KEEPER.get_or_init(install).as_ref()
}

fn install() -> Option<PrometheusHandle> {
    let mut builder = PrometheusBuilder::new();
    for (name, ..) in METRICS.iter().filter(|(_, kind, _)| matches!(kind, Kind::Seconds)) {
        builder = builder.set_buckets_for_metric(Matcher::Full((*name).to_owned()), &BUCKETS_SECONDS).ok()?;
    }
    let handle = builder.install_recorder().ok()?;
    for (name, kind, meaning) in METRICS {
        match kind {
            Kind::Counter => describe_counter!(name, meaning),
            Kind::Gauge(unit) => describe_gauge!(name, unit, meaning),
            Kind::Seconds => describe_histogram!(name, Unit::Seconds, meaning),
        }
    }
    gauge!("process_start_time_seconds").set(super::started_at().timestamp() as f64);
    let kept = handle.clone();
    let upkeep = std::thread::Builder::new().name("metrics".to_owned()).spawn(move || {
        loop {
            std::thread::sleep(UPKEEP_INTERVAL);
            kept.run_upkeep();
        }
    });
    // Without the thread a scrape does the same work.
    if let Err(error) = upkeep {
        tracing::warn!(%error, "metrics are kept up at scrapes only");
    }
    Some(handle)
}

/// Notes how full the queues are; `None` when the database did not say.
pub fn note_queues(queues: Option<&Queues>, now: DateTime<Utc>) {
    gauge!("farthing_database_up").set(if queues.is_some() { 1.0 } else { 0.0 });
    let Some(queues) = queues else { return };
    let age = |queue: Queue| queue.oldest_at.map_or(0.0, |at| (now - at).as_seconds_f64().max(0.0));
    gauge!("farthing_inbox_waiting").set(queues.inbox.waiting as f64);
    gauge!("farthing_inbox_under_way").set(queues.inbox.under_way as f64);
    gauge!("farthing_inbox_oldest_seconds").set(age(queues.inbox));
    gauge!("farthing_outbox_waiting").set(queues.outbox.waiting as f64);
    gauge!("farthing_outbox_under_way").set(queues.outbox.under_way as f64);
    gauge!("farthing_outbox_oldest_seconds").set(age(queues.outbox));
    gauge!("farthing_dead_letters").set(queues.dead_letters as f64);
}

/// Notes how far behind it is what is done without being asked.
pub fn note_work(waiting: WorkWaiting) {
    gauge!("farthing_summaries_waiting").set(waiting.summaries as f64);
    gauge!("farthing_jobs_waiting").set(waiting.jobs as f64);
    gauge!("farthing_jobs_dead").set(waiting.jobs_dead as f64);
    gauge!("farthing_mails_waiting").set(waiting.mails as f64);
    gauge!("farthing_mails_dead").set(waiting.mails_dead as f64);
}

/// Notes how much memory this process holds, where the system says so.
pub fn note_memory() {
    let kilobytes = std::fs::read_to_string("/proc/self/status").ok().and_then(|status| {
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().strip_suffix(" kB")?.parse::<u64>().ok()
    });
    if let Some(kilobytes) = kilobytes {
        gauge!("process_resident_memory_bytes").set((kilobytes * 1024) as f64);
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use chrono::TimeDelta;

    use super::*;

    fn sources(folder: &Path, found: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }

    #[test]
    fn every_metric_is_described_and_every_described_one_is_kept() {
        let mut code = String::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut code);
        let kept = regex::Regex::new(r#"(?:counter|gauge|histogram)!\(\s*"([a-z_]+)""#).unwrap();
        let mut kept: Vec<String> = kept.captures_iter(&code).map(|found| found[1].to_owned()).collect();
        kept.sort();
        kept.dedup();
        let mut described = METRICS.map(|(name, ..)| name.to_owned());
        described.sort();
        assert_eq!(kept, described);
    }

    #[test]
    fn what_is_kept_comes_out_with_its_meaning() {
        let handle = start().expect("the first recorder of this process");
        assert!(std::ptr::eq(handle, start().unwrap()), "once");
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(1);
        let inbox = Queue { waiting: 3, under_way: 1, oldest_at: Some(now - TimeDelta::milliseconds(2_500)) };
        note_queues(Some(&Queues { inbox, outbox: Queue::default(), dead_letters: 2 }), now);
        note_work(WorkWaiting { summaries: 7, jobs: 0, jobs_dead: 1, mails: 5, mails_dead: 0 });
        note_memory();
        metrics::histogram!("farthing_tool_seconds", "tool" => "search", "done" => "yes").record(0.003);
        let text = handle.render();
        for line in [
            "farthing_inbox_waiting 3",
            "farthing_inbox_oldest_seconds 2.5",
            "farthing_outbox_oldest_seconds 0",
            "farthing_dead_letters 2",
            "farthing_summaries_waiting 7",
            "farthing_jobs_dead 1",
            "farthing_mails_waiting 5",
            "farthing_database_up 1",
            "# TYPE farthing_tool_seconds histogram",
            "farthing_tool_seconds_bucket{tool=\"search\",done=\"yes\",le=\"0.0025\"} 0",
            "farthing_tool_seconds_bucket{tool=\"search\",done=\"yes\",le=\"0.005\"} 1",
        ] {
            assert!(text.lines().any(|written| written == line), "{line} in\n{text}");
        }
        assert!(text.contains("# HELP farthing_inbox_waiting Updates of this bot"), "{text}");
        assert!(!text.contains("process_resident_memory_bytes 0\n"), "{text}");
        note_queues(None, now);
        assert!(handle.render().contains("farthing_database_up 0\n"));
    }
}
