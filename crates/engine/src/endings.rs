//! What ends soon and has to be renewed in time: certificates with which somebody signs, and powers of attorney. Rows for
//! the list of tasks; the desktop is told by `certificates`.

use domain::FirmId;
use store::{CertificateId, PowerOfAttorneyId};

use crate::certificates::{self, EndStep};
use crate::{Engine, Result, powers, words};

/// What ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndingThing {
    /// A certificate.
    Certificate(CertificateId),
    /// A power of attorney.
    Power(PowerOfAttorneyId),
}

/// Something that ends soon or has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// What ends.
    pub thing: EndingThing,
    /// How near its end is.
    pub step: EndStep,
    /// Whole days left; negative behind the end.
    pub days_left: i64,
    /// «Сертификат подписи закончится в течение 30 дней».
    pub title: String,
    /// Which one: a sentence.
    pub text: String,
    /// What to do: a sentence.
    pub advice: &'static str,
    /// For which firms somebody signs with it.
    pub firms: Vec<FirmId>,
}

impl Engine {
    /// What ends within sixty days or has ended, the nearest first; with a firm, only what is used for it.
    pub async fn endings(&self, firm: Option<FirmId>) -> Result<Vec<Ending>> {
        let (now, today) = (self.inner.now(), self.inner.today());
        self.read(move |r| {
            let mut endings: Vec<Ending> = certificates::ending(&certificates::views(r, now)?)
                .into_iter()
                .map(|(view, step)| of_certificate(&view, step))
                .collect();
            endings.extend(powers::ending(r, today)?.iter().map(of_power));
            endings.retain(|ending| firm.is_none_or(|firm| ending.firms.contains(&firm)));
            endings.sort_by_key(|ending| ending.days_left);
            Ok(endings)
        })
        .await
    }
}

fn of_certificate(view: &certificates::CertificateView, step: EndStep) -> Ending {
    let mut firms: Vec<FirmId> = view.fits.iter().map(|fit| fit.firm).collect();
    firms.extend(view.chosen_for.iter().map(|choice| choice.firm));
    firms.sort_unstable();
    firms.dedup();
    Ending {
        thing: EndingThing::Certificate(view.id()),
        step,
        days_left: view.days_left,
        title: step.title("Сертификат подписи", "закончился"),
        text: format!("{}.", view.label()),
        advice: certificates::certificate_advice(step),
        firms,
    }
}

fn of_power(ending: &powers::EndingPower) -> Ending {
    let body = &ending.power.body;
    let until = body.valid_to.map_or_else(String::new, words::date);
    let who = if body.representative_name.is_empty() {
        format!("Доверенность {}", powers::label(&body.form))
    } else {
        format!("Доверенность на имя {}", body.representative_name)
    };
    Ending {
        thing: EndingThing::Power(ending.power.id),
        step: ending.step,
        days_left: ending.days_left,
        title: ending.step.title("Доверенность", "закончилась"),
        text: format!("{who}, до {until}."),
        advice: certificates::power_advice(ending.step),
        firms: vec![ending.firm],
    }
}
