//! The end of certificates and powers of attorney, told in time: sixty days before it, and then ever closer; each step
//! once.

use std::time::Duration;

use domain::NoticeKind;
use jiff::Timestamp;
use store::{KeptCertificate, NewProgramNotice, ProgramNotice};

use super::view::{self, CertificateView};
use crate::notices::{self, Subject};
use crate::powers::{self, EndingPower};
use crate::sync::Stop;
use crate::{Engine, Result, words};

/// Days pass slowly; a computer that slept through one is told in the next hour.
pub(crate) const LOOK_EVERY: Duration = Duration::from_secs(60 * 60);

/// What is to be said of the days of a certificate or a power of attorney.
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

    /// Of what ends with a whole day, so many days after today.
    pub(crate) fn of_days(left: i64) -> Option<Self> {
        if left < 0 {
            return Some(Self::Expired);
        }
        STEPS.into_iter().find(|days| left <= *days).map(Self::Within)
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

    /// Tells of what ends soon and somebody signs with, each step once.
    pub(crate) async fn warn_of_ends(&self) -> Result<()> {
        let told = self
            .blocking(|inner| {
                let (now, today) = (inner.now(), inner.today());
                let (certificates, powers) = inner.read(|r| {
                    let all = view::all(r, now)?;
                    Ok((ending(&all), powers::ending(r, today)?))
                })?;
                inner.certificates.looked_at(now);
                if certificates.is_empty() && powers.is_empty() {
                    return Ok(false);
                }
                inner.write(|w| {
                    let mut is_news = false;
                    for (view, step) in &certificates {
                        if w.warn_of_certificate(view.id(), &step.code(), now)? {
                            is_news = true;
                            notices::add_program(w, Subject::Office, &of_certificate(view, *step, now))?;
                        }
                    }
                    for power in &powers {
                        if w.warn_of_power(power.power.id, &power.step.code(), now)? {
                            is_news = true;
                            notices::add_program(w, Subject::Firm(power.firm), &of_power(power, now))?;
                        }
                    }
                    Ok(is_news)
                })
            })
            .await?;
        if told {
            self.tell_certificates();
            self.show_notices().await?;
        }
        Ok(())
    }
}

/// Certificates with which somebody signs for a firm and that end within sixty days or have ended.
pub(crate) fn ending(all: &[CertificateView]) -> Vec<(CertificateView, EndStep)> {
    let near = |view: &CertificateView| {
        let step = view.step.filter(|step| *step != EndStep::NotYet)?;
        is_somebodys_sorrow(view, all).then(|| (view.clone(), step))
    };
    all.iter().filter_map(near).collect()
}

/// Somebody signs with it for a firm of ours: it was chosen, or its key is here and it fits. Hidden ones, and those whose
/// owner has a newer one already, are nobody's sorrow.
fn is_somebodys_sorrow(view: &CertificateView, all: &[CertificateView]) -> bool {
    let is_at_hand = view.kept.seen.key_state != "missing";
    let is_used = !view.chosen_for.is_empty() || (is_at_hand && !view.fits.is_empty());
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

fn of_certificate(view: &CertificateView, step: EndStep, now: Timestamp) -> NewProgramNotice {
    let advice = certificate_advice(step);
    NewProgramNotice {
        key: format!("certificate/{}/{}", view.id().0, step.code()),
        notice: ProgramNotice {
            kind: NoticeKind::Ending,
            document: None,
            title: step.title("Сертификат подписи", "закончился"),
            body: format!("{}. {advice}", view.label()),
            bare_body: advice.to_owned(),
        },
        at: now,
    }
}

fn of_power(power: &EndingPower, now: Timestamp) -> NewProgramNotice {
    let body = &power.power.body;
    let until = body.valid_to.map_or_else(String::new, words::date);
    let whose = if body.representative_name.is_empty() {
        powers::label(&body.form)
    } else {
        body.representative_name.clone()
    };
    let advice = power_advice(power.step);
    NewProgramNotice {
        key: format!("power/{}/{}", power.power.id.0, power.step.code()),
        notice: ProgramNotice {
            kind: NoticeKind::Ending,
            document: None,
            title: power.step.title("Доверенность", "закончилась"),
            body: format!("{whose}, до {until}. {advice}"),
            bare_body: advice.to_owned(),
        },
        at: now,
    }
}

/// What to do about a certificate near its end.
pub(crate) fn certificate_advice(step: EndStep) -> &'static str {
    if step == EndStep::Expired {
        "Подписывать им больше нельзя. Выпустите новый сертификат и выберите его в программе."
    } else {
        "Выпустите новый сертификат заранее: пока старый действует, это делается дистанционно."
    }
}

/// What to do about a power of attorney near its end.
pub(crate) fn power_advice(step: EndStep) -> &'static str {
    if step == EndStep::Expired {
        "Подписывать по ней больше нельзя. Оформите новую доверенность и добавьте её в программу."
    } else {
        "Оформите новую доверенность заранее и добавьте её в программу."
    }
}

impl EndStep {
    /// One line: what ends, and how soon. The thing is named with a capital, its end in the past tense.
    pub(crate) fn title(self, what: &str, is_over: &str) -> String {
        match self {
            Self::Within(1) => format!("{what} заканчивается сегодня или завтра"),
            Self::Within(days) => format!("{what} закончится в течение {days} дней"),
            Self::Expired | Self::NotYet => format!("{what} {is_over}"),
        }
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
        let whole_days = [-1, 0, 1, 2, 60, 61].map(EndStep::of_days);
        let expected = [
            Some(EndStep::Expired),
            Some(EndStep::Within(1)),
            Some(EndStep::Within(1)),
            Some(EndStep::Within(3)),
            Some(EndStep::Within(60)),
            None,
        ];
        assert_eq!(whole_days, expected);
    }
}
