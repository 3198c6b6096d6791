//! Powers of attorney that end soon.

use domain::FirmId;
use jiff::civil::Date;
use store::{PowerOfAttorney, PowerOfAttorneyBody, Reader};

use crate::Result;
use crate::certificates::{EndStep, same_person};

/// A power of attorney near its end.
pub(crate) struct EndingPower {
    pub(crate) power: PowerOfAttorney,
    pub(crate) step: EndStep,
    /// Whole days after today; negative behind the end.
    pub(crate) days_left: i64,
    /// Of which firm it is.
    pub(crate) firm: FirmId,
}

/// Those that end within sixty days or have ended, and that no later one has replaced.
pub(crate) fn ending(r: &Reader<'_>, today: Date) -> Result<Vec<EndingPower>> {
    let all = r.powers_of_attorney()?;
    let near = all.iter().filter_map(|power| {
        let days_left = i64::from((power.body.valid_to? - today).get_days());
        let step = EndStep::of_days(days_left)?;
        let has_heir = all.iter().any(|other| is_heir(&other.body, &power.body));
        (!has_heir).then(|| EndingPower {
            power: power.clone(),
            step,
            days_left,
            firm: power.body.firm,
        })
    });
    Ok(near.collect())
}

fn is_heir(new: &PowerOfAttorneyBody, old: &PowerOfAttorneyBody) -> bool {
    let is_of_same = match (&new.representative_inn, &old.representative_inn) {
        (Some(new), Some(old)) => new == old,
        _ => same_person(&new.representative_name, &old.representative_name),
    };
    new.firm == old.firm && new.valid_to > old.valid_to && is_of_same
}
