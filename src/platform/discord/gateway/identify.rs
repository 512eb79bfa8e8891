//! How often a new session may be begun. Who begins more than a thousand in a day loses all sessions and the token
//! (<https://docs.discord.com/developers/events/gateway#session-start-limit>), so we stay far below, whatever happens:
//! in a bad hour at Discord, and with a supervisor that starts us again and again.

use std::collections::VecDeque;
use std::time::Duration;

/// What is counted.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// How much longer than a day each counts: between counting one and Discord's counting it something may hold it up.
const SLACK: Duration = Duration::from_secs(60);

/// At most so many in any day.
const MOST: usize = 100;

/// So many of a day, and how far the next has to be from the last. What is beyond adds up to fewer than [`MOST`].
const SPACES: [(usize, Duration); 2] =
    [(10, Duration::from_secs(5)), (25, Duration::from_secs(60))];

/// How far they are from each other when there were more.
const SPACE: Duration = Duration::from_secs(20 * 60);

/// The new sessions of the last day.
///
/// They stand on the line of one process, in milliseconds since it began (negative: before it), which no change of the
/// clock moves. The clock is asked only to get across a restart. One that was set forward meanwhile makes them look older
/// than they are; then Discord's own count is what holds us (`RESERVE`).
#[derive(Debug, Default)]
pub(super) struct Budget {
    begun: VecDeque<i64>,
}

impl Budget {
    /// Goes on counting after a restart.
    ///
    /// # Arguments
    /// - `unix` - when the last ones were begun, in ms since 1970. One that lies ahead, because the clock was set back
    ///   since, counts as begun now.
    /// - `clock` - what the clock says, in ms since 1970.
    /// - `now` - since this process began.
    pub(super) fn load(unix: &[i64], clock: i64, now: Duration) -> Self {
        let now = millis(now);
        let age = |then: &i64| clock.saturating_sub(*then).max(0);
        let mut begun: Vec<i64> = unix
            .iter()
            .map(|then| now.saturating_sub(age(then)))
            .collect();
        begun.sort_unstable();
        let excess = begun.len().saturating_sub(MOST);
        Self {
            begun: begun.split_off(excess).into(),
        }
    }

    /// How long until the next may be begun; zero for now.
    pub(super) fn wait(&self, now: Duration) -> Duration {
        let Some(last) = self.begun.back() else {
            return Duration::ZERO;
        };
        let count = self.count(now);
        let space = SPACES.iter().find(|(below, _)| count < *below);
        let spaced = last.saturating_add(millis(space.map_or(SPACE, |(_, space)| *space)));
        let full = match count.checked_sub(MOST) {
            // As many as may be have to be left once this one has grown old.
            Some(excess) => self.of_a_day(now).nth(excess).map(end_of),
            None => None,
        };
        let next = full.map_or(spaced, |full| full.max(spaced));
        Duration::from_millis(next.saturating_sub(millis(now)).try_into().unwrap_or(0))
    }

    /// One is begun.
    pub(super) fn begin(&mut self, now: Duration) {
        while self.begun.front().is_some_and(|then| !counts(*then, now)) {
            self.begun.pop_front();
        }
        self.begun.push_back(millis(now));
    }

    /// How many were begun in the last day.
    pub(super) fn count(&self, now: Duration) -> usize {
        self.of_a_day(now).count()
    }

    /// When those of the last day were begun, in ms since 1970, by what the clock says now.
    pub(super) fn unix(&self, clock: i64, now: Duration) -> Vec<i64> {
        let then = |then: i64| clock.saturating_sub(millis(now).saturating_sub(then));
        self.of_a_day(now).map(then).collect()
    }

    fn of_a_day(&self, now: Duration) -> impl Iterator<Item = i64> {
        let begun = self.begun.iter().copied();
        begun.filter(move |then| counts(*then, now))
    }
}

fn counts(then: i64, now: Duration) -> bool {
    millis(now) < end_of(then)
}

/// When it counts no longer.
fn end_of(then: i64) -> i64 {
    then.saturating_add(millis(DAY + SLACK))
}

fn millis(duration: Duration) -> i64 {
    duration.as_millis().try_into().unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: i64 = 1_790_000_000_000;
    const SECOND: Duration = Duration::from_secs(1);
    const HOUR: Duration = Duration::from_secs(3600);

    /// Begins one whenever it may. Returns when they were begun.
    fn as_many_as_may_be(budget: &mut Budget, from: Duration, time: Duration) -> Vec<Duration> {
        let mut now = from;
        let mut begun = Vec::new();
        while now < from + time {
            let wait = budget.wait(now);
            if wait.is_zero() {
                budget.begin(now);
                begun.push(now);
            }
            now += wait.max(Duration::from_millis(1));
        }
        begun
    }

    fn most_in_a_day(begun: &[Duration]) -> usize {
        let within = |from: &Duration| {
            let in_day = |then: &&Duration| **then >= *from && **then <= *from + DAY;
            begun.iter().filter(in_day).count()
        };
        begun.iter().map(within).max().unwrap_or_default()
    }

    #[test]
    fn the_more_there_were_the_longer_the_wait() {
        let mut budget = Budget::default();
        let begun = as_many_as_may_be(&mut budget, Duration::ZERO, 2 * HOUR);
        let gaps: Vec<u64> = begun.windows(2).map(|w| (w[1] - w[0]).as_secs()).collect();
        assert!(gaps[..9].iter().all(|gap| *gap == 5), "{gaps:?}");
        assert!(gaps[9..24].iter().all(|gap| *gap == 60), "{gaps:?}");
        assert!(gaps[24..].iter().all(|gap| *gap == 1200), "{gaps:?}");
        assert!(gaps.len() > 27);
    }

    #[test]
    fn a_week_of_greed_stays_below_a_hundred_in_any_day() {
        let mut budget = Budget::default();
        let begun = as_many_as_may_be(&mut budget, Duration::ZERO, 7 * DAY);
        let most = most_in_a_day(&begun);
        assert!((90..=MOST).contains(&most), "{most}");
    }

    #[test]
    fn a_quiet_day_makes_it_as_new() {
        let mut budget = Budget::default();
        as_many_as_may_be(&mut budget, Duration::ZERO, 20 * HOUR);
        let later = 20 * HOUR + DAY + SLACK + 1200 * SECOND;
        assert_eq!(budget.count(later), 0);
        budget.begin(later);
        assert_eq!(budget.wait(later), 5 * SECOND);
    }

    #[test]
    fn restarts_are_no_way_around() {
        let (mut kept, mut begun) = (Vec::new(), Vec::new());
        // A process every hour, and each forgets everything but what was kept.
        for hour in 0..72 {
            let now = HOUR * hour;
            let clock = |now: Duration| NOON + millis(now);
            // The line of each process begins somewhere else.
            let own = Duration::from_secs(u64::from(hour) % 7);
            let mut budget = Budget::load(&kept, clock(now), own);
            let of_it = as_many_as_may_be(&mut budget, own, HOUR - SECOND);
            begun.extend(of_it.iter().map(|then| now + *then - own));
            kept = budget.unix(clock(now + HOUR - SECOND), own + HOUR - SECOND);
        }
        let most = most_in_a_day(&begun);
        assert!((90..=MOST).contains(&most), "{most}");
    }

    #[test]
    fn a_clock_that_jumps_changes_nothing_while_we_run() {
        let mut budget = Budget::default();
        as_many_as_may_be(&mut budget, Duration::ZERO, HOUR);
        let (count, wait) = (budget.count(HOUR), budget.wait(HOUR));
        assert!(count > 25);
        // What is kept is as old as it is, whatever the clock says.
        for clock in [NOON, 0, NOON * 2] {
            let kept = budget.unix(clock, HOUR);
            let again = Budget::load(&kept, clock, Duration::ZERO);
            assert_eq!(again.count(Duration::ZERO), count);
            assert_eq!(again.wait(Duration::ZERO), wait);
        }
    }

    #[test]
    fn a_clock_that_was_set_back_over_a_restart_holds_for_a_day_at_most() {
        let ahead: Vec<i64> = (0..100).map(|n| NOON + n).collect();
        let mut budget = Budget::load(&ahead, 0, Duration::ZERO);
        assert_eq!(budget.wait(Duration::ZERO), DAY + SLACK);
        let later = DAY + SLACK;
        assert_eq!(budget.wait(later), Duration::ZERO);
        budget.begin(later);
        assert_eq!(budget.count(later), 1);
    }

    #[test]
    fn nonsense_that_was_kept_does_not_overflow() {
        let kept = [i64::MIN, i64::MAX, 0, -5];
        let budget = Budget::load(&kept, NOON, HOUR);
        assert_eq!(budget.count(HOUR), 1);
        assert_eq!(budget.unix(i64::MIN, HOUR).len(), 1);
        let many: Vec<i64> = (0..100_000).map(|n| NOON - n).collect();
        let budget = Budget::load(&many, NOON, HOUR);
        assert_eq!(budget.count(HOUR), MOST);
        assert!(budget.wait(HOUR) > 23 * HOUR);
    }
}
