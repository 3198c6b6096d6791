//! The end of a certificate, told in time: sixty days before it, and then ever closer; each step once.

use std::time::Duration;

use jiff::Timestamp;
use store::KeptCertificate;

use super::view::{self, CertificateView};
use crate::ports::Notification;
use crate::sync::Stop;
use crate::{Engine, Result};

/// Days pass slowly; a computer that slept through one is told in the next hour.
const LOOK_EVERY: Duration = Duration::from_secs(60 * 60);

/// What is to be said of the days of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndStep {
    /// So many days are left at most: 60, 30, 14, 7, 3 or 1.
    Within(i64),
    /// It is over.
    Expired,
    /// It has not begun.
    NotYet,
}

/// Days before the end at which people are told.
const STEPS: [i64; 6] = [1, 3, 7, 14, 30, 60];
const SECONDS_OF_A_DAY: i64 = 24 * 60 * 60;

impl EndStep {
    pub(super) fn of(from: Timestamp, to: Timestamp, now: Timestamp) -> Option<Self> {
        if now < from {
            return Some(Self::NotYet);
        }
        if now > to {
            return Some(Self::Expired);
        }
        let left_s = to.as_second() - now.as_second();
        let within = STEPS.into_iter().find(|days| left_s <= days * SECONDS_OF_A_DAY);
        within.map(Self::Within)
    }

    /// The stable name: `60` … `1`, `expired`, `not_yet`.
    pub fn code(self) -> String {
        match self {
            Self::Within(days) => days.to_string(),
            Self::Expired => "expired".to_owned(),
            Self::NotYet => "not_yet".to_owned(),
        }
    }
}

impl Engine {
    /// The background that keeps an eye on the ends of certificates.
    pub(crate) async fn watch_certificates(&self, mut stop: Stop) {
        while !stop.is_asked() {
            if let Err(error) = self.warn_of_ends().await {
                tracing::error!(%error, "the ends of certificates were not looked at");
            }
            tokio::select! {
                () = stop.asked() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
        }
    }

    /// Tells of certificates that end soon, each step once. Hidden ones, those without a key that nobody chose, and
    /// those whose owner has a newer one already, are nobody's sorrow.
    pub(crate) async fn warn_of_ends(&self) -> Result<()> {
        let told = self
            .blocking(|inner| {
                let now = inner.now();
                let views = inner.read(|r| view::all(r, now))?;
                let ending: Vec<(&CertificateView, EndStep)> = views
                    .iter()
                    .filter(|view| is_somebodys_sorrow(view, &views))
                    .filter_map(|view| Some((view, view.step?)))
                    .filter(|(_, step)| *step != EndStep::NotYet)
                    .collect();
                let mut told = Vec::new();
                for (view, step) in ending {
                    let is_new =
                        inner.write(|w| Ok(w.warn_of_certificate(view.id(), &step.code(), now)?))?;
                    if is_new {
                        told.push(notification(view, step));
                    }
                }
                Ok(told)
            })
            .await?;
        for notification in told {
            self.inner.ports.notifier.notify(&notification);
        }
        Ok(())
    }
}

fn is_somebodys_sorrow(view: &CertificateView, all: &[CertificateView]) -> bool {
    let is_used = view.kept.seen.key_state != "missing" || !view.chosen_for.is_empty();
    let has_heir = all
        .iter()
        .any(|other| other.is_usable() && is_heir(&other.kept, &view.kept));
    is_used && !view.kept.is_hidden && !has_heir
}

fn is_heir(other: &KeptCertificate, of: &KeptCertificate) -> bool {
    let (new, old) = (&other.seen, &of.seen);
    new.valid_to > old.valid_to
        && new.organisation_inn == old.organisation_inn
        && new.inn == old.inn
        && super::fits::key(&new.name) == super::fits::key(&old.name)
}

fn notification(view: &CertificateView, step: EndStep) -> Notification {
    let title = match step {
        EndStep::Within(1) => "Сертификат подписи заканчивается сегодня или завтра".to_owned(),
        EndStep::Within(days @ (2..=4)) => format!("Сертификат подписи закончится через {days} дня"),
        EndStep::Within(days) => format!("Сертификат подписи закончится через {days} дней"),
        EndStep::Expired | EndStep::NotYet => "Сертификат подписи закончился".to_owned(),
    };
    let advice = if step == EndStep::Expired {
        "Подписывать им больше нельзя. Выпустите новый сертификат и выберите его в программе."
    } else {
        "Выпустите новый сертификат заранее: пока старый действует, это делается дистанционно."
    };
    Notification {
        notice: None,
        document: None,
        title,
        body: format!("{}. {advice}", view.label()),
    }
}

#[cfg(test)]
mod tests {
    use super::EndStep;

    #[test]
    fn the_end_of_a_certificate_comes_closer_in_steps() {
        let step = |now: &str| {
            let (from, to) = ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
            EndStep::of(from.parse().unwrap(), to.parse().unwrap(), now.parse().unwrap())
        };
        assert_eq!(step("2025-12-31T23:59:59Z"), Some(EndStep::NotYet));
        assert_eq!(step("2026-11-01T00:00:00Z"), None);
        assert_eq!(step("2026-11-02T00:00:00Z"), Some(EndStep::Within(60)));
        assert_eq!(step("2026-12-02T00:00:00Z"), Some(EndStep::Within(30)));
        assert_eq!(step("2026-12-30T00:00:00Z"), Some(EndStep::Within(3)));
        assert_eq!(step("2027-01-01T00:00:00Z"), Some(EndStep::Within(1)));
        assert_eq!(step("2027-01-01T00:00:01Z"), Some(EndStep::Expired));
    }
}
