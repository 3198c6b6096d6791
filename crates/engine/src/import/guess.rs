//! What the text of a PDF seems to say, in the place of facts that it has no fields for.
//!
//! A clerk sees it marked as a guess and may change all of it: number, date, sum and parties of an imported PDF are
//! theirs. A file that comes without a list to look over is taken as it is, with nothing guessed; one of a watched
//! folder, which nobody could look over, never adds a counterparty to the directory.

use domain::{FirmId, Party};
use formats::Facts;
use formats::guess::Guess;
use store::Reader;

use super::Recognised;
use crate::Result;
use crate::counterparties::same_inn;
use crate::firms::matching_firm;

/// The facts with empty ones filled in by the guess, and whether there was one.
pub(super) fn filled_in(mut facts: Facts) -> (Facts, bool) {
    let Some(guess) = facts.guess.clone().filter(|guess| !guess.is_empty()) else {
        return (facts, false);
    };
    if facts.number.is_empty() {
        facts.number = guess.number.unwrap_or_default();
    }
    facts.issued_on = facts.issued_on.or(guess.issued_on);
    facts.total = facts.total.or(guess.total);
    facts.seller = facts.seller.or(guess.seller);
    facts.buyer = facts.buyer.or(guess.buyer);
    (facts, true)
}

/// The facts and warnings as if nothing had been guessed.
pub(super) fn left_out(recognised: &Recognised) -> (Facts, Vec<String>) {
    let (mut facts, mut warnings) = (recognised.facts.clone(), recognised.warnings.clone());
    if recognised.is_guess {
        facts.number.clear();
        (facts.issued_on, facts.total) = (None, None);
        (facts.seller, facts.buyer) = (None, None);
        facts.guess = None;
        warnings.retain(|warning| warning != Guess::warning());
    }
    (facts, warnings)
}

/// The same facts without parties that are neither a firm of ours nor a counterparty that is known.
pub(super) fn without_strangers(r: &Reader<'_>, facts: &Facts) -> Result<Facts> {
    let mut facts = facts.clone();
    for side in [&mut facts.seller, &mut facts.buyer] {
        let is_known = match side {
            Some(party) => is_known(r, party)?,
            None => true,
        };
        if !is_known {
            *side = None;
        }
    }
    Ok(facts)
}

fn is_known(r: &Reader<'_>, party: &Party) -> Result<bool> {
    if matching_firm(r, &party.inn, party.kpp.as_ref())?.is_some() {
        return Ok(true);
    }
    let exact = r.counterparty_by_tax_id(&party.inn, party.kpp.as_ref())?;
    Ok(exact.is_some() || (party.kpp.is_none() && same_inn(r, party)?.len() == 1))
}

/// The firm of ours whose ИНН stands in the text, where it is the only one.
pub(super) fn only_firm_named(r: &Reader<'_>, facts: &Facts) -> Result<Option<FirmId>> {
    let Some(guess) = &facts.guess else {
        return Ok(None);
    };
    let mut named = r
        .firms()?
        .into_iter()
        .filter(|firm| guess.inns.contains(&firm.party.inn));
    Ok(match (named.next(), named.next()) {
        (Some(only), None) => Some(only.id),
        _ => None,
    })
}
