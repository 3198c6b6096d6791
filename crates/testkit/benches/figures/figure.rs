//! What a measurement says, and how times become figures.

use std::time::{Duration, Instant};

use serde::Serialize;

/// One figure with what it stands beside.
#[derive(Debug, Serialize)]
pub struct Figure {
    /// Group and what was measured: `cipher.insert`.
    pub name: &'static str,
    /// Ours.
    pub value: f64,
    /// Of `value` and of `floor` or `peer`.
    pub unit: &'static str,
    /// The same work with nothing of ours around it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub floor: Option<f64>,
    /// The same work done by something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peer: Option<f64>,
    /// Ours by theirs. For rates more is better, for times less.
    pub ratio: f64,
    /// What we want of the figure or of its ratio, in words.
    pub goal: &'static str,
    /// Whether the goal was met in this run.
    pub met: bool,
    /// More about how it came to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<serde_json::Value>,
}

impl Figure {
    /// A figure beside its floor.
    pub fn beside_floor(name: &'static str, unit: &'static str, value: f64, floor: f64) -> Self {
        Self {
            name,
            value,
            unit,
            floor: Some(floor),
            peer: None,
            ratio: value / floor,
            goal: "",
            met: true,
            detail: None,
        }
    }

    /// A figure beside another way to the same end.
    pub fn beside_peer(name: &'static str, unit: &'static str, value: f64, peer: f64) -> Self {
        Self {
            name,
            value,
            unit,
            floor: None,
            peer: Some(peer),
            ratio: value / peer,
            goal: "",
            met: true,
            detail: None,
        }
    }

    /// Says more.
    pub fn detailed(mut self, detail: serde_json::Value) -> Self {
        self.detail = Some(detail);
        self
    }

    /// Names the goal and looks whether it was met.
    pub fn goal(mut self, goal: &'static str, met: impl Fn(&Self) -> bool) -> Self {
        self.goal = goal;
        self.met = met(&self);
        self
    }
}

impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let beside = self.floor.or(self.peer).unwrap_or_default();
        let mark = if self.met { "✓" } else { "✗" };
        let Self {
            name,
            value,
            unit,
            ratio,
            goal,
            ..
        } = self;
        write!(
            f,
            "{mark} {name}: {value:.3} {unit} beside {beside:.3} ({ratio:.2}×); goal: {goal}"
        )?;
        match &self.detail {
            Some(detail) => write!(f, "; {detail}"),
            None => Ok(()),
        }
    }
}

/// How long this takes.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let result = work();
    (result, started.elapsed())
}

/// How many a second.
pub fn rate(count: usize, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64()
}

/// The middle of the times, in milliseconds.
pub fn median_ms(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1000.0
}

/// The time that nineteen of twenty stay below, in milliseconds.
pub fn p95_ms(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() * 95 / 100].as_secs_f64() * 1000.0
}

/// Runs both by turns, so that whatever else the computer does falls on both, and gives one time of each, ms.
pub fn by_turns(
    rounds: usize,
    mut ours: impl FnMut(),
    mut theirs: impl FnMut(),
    of_all: fn(Vec<Duration>) -> f64,
) -> (f64, f64) {
    let (mut our_times, mut their_times) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        our_times.push(timed(&mut ours).1);
        their_times.push(timed(&mut theirs).1);
    }
    (of_all(our_times), of_all(their_times))
}
