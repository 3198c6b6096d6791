//! Keys of the training world: an authority of its own, and a certificate for each example firm.
//!
//! They protect nothing and say so in their names; the emulated operator believes this authority and no other. Made at
//! the birth of the training world, made anew when they end.

use std::fs;
use std::io;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use sandbox::{CloudKey, world};
use serde_json::Value;
use signature::certificate::issue::Authority;
use signature::certificate::{Certificate, Owner, Validity};
use signature::gost::{Curve, PrivateKey};
use signature::{SystemRandom, key_file};

use super::text;

/// Less than this is left: a new one is made.
const RENEWED_BEFORE: SignedDuration = SignedDuration::from_hours(24 * 30);
const YEAR: SignedDuration = SignedDuration::from_hours(24 * 365);
/// GOST R 34.10-2012 with 256 bits, set TC26 A, which every means of signing knows.
const CURVE: &str = "1.2.643.7.1.2.1.1.1";

/// The authority of the training world, found anew where there is none or it ends soon.
pub(super) fn authority(folder: &Path) -> io::Result<Authority> {
    fs::create_dir_all(folder)?;
    let (certificate, key) = (folder.join("authority.cer"), folder.join("authority.key"));
    if let Some(known) = kept(&certificate).filter(is_fresh)
        && let Ok(key) = fs::read(&key)
        && let Ok(key) = key_file::read(&key, None)
        && let Ok(authority) = Authority::of(known, key)
    {
        return Ok(authority);
    }
    let name = Owner {
        common_name: Some("Учебный удостоверяющий центр «Сургуч»".into()),
        organisation: Some("Только для учебного режима, без юридической силы".into()),
        country: Some("RU".into()),
        ..Owner::default()
    };
    let private = new_key()?;
    let text = key_file::write_plain(&private).map_err(io::Error::other)?;
    // Ten firms come and go under one authority.
    let authority = Authority::found(&name, private, from_now(YEAR * 10), &mut SystemRandom);
    let authority = authority.map_err(io::Error::other)?;
    fs::write(key, &text)?;
    fs::write(certificate, authority.certificate().der())?;
    Ok(authority)
}

/// Gives each of our example firms a key and a certificate, where it has none of this authority that lasts.
pub(super) fn give(authority: &Authority, folder: &Path, firms: &[Value]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for firm in firms {
        let inn = text(firm, "inn");
        let place = folder.join(format!("training-{inn}.cer"));
        let known = kept(&place).filter(is_fresh);
        if known.is_some_and(|known| known.check_signature(authority.certificate()).is_ok()) {
            continue;
        }
        issue(authority, &owner(firm, &inn), &place, YEAR)?;
    }
    Ok(())
}

/// The key that the emulated operator keeps for the entrepreneur, so that signing by phone can be tried.
pub(super) fn cloud(authority: &Authority, folder: &Path) -> io::Result<Vec<CloudKey>> {
    let firm = world::example().organizations.into_iter().find(|one| {
        let is_ours = one.camp == world::Camp::Ours;
        is_ours && one.inn.is_personal()
    });
    let Some(firm) = firm else {
        return Ok(Vec::new());
    };
    let place = folder.join("cloud.cer");
    let known = kept(&place).filter(is_fresh);
    if known.is_none_or(|known| known.check_signature(authority.certificate()).is_err()) {
        let facts = serde_json::json!({"name": firm.short_name, "ogrn": firm.ogrn});
        let owner = owner(&facts, firm.inn.as_str());
        // Ends before the key at hand: the program takes the longest valid one by itself.
        issue(authority, &owner, &place, YEAR / 2)?;
    }
    Ok(vec![CloudKey {
        certificate: fs::read(&place)?,
        key: fs::read(place.with_extension("key"))?,
    }])
}

/// The keys of the example counterparties: what they send is signed as it is in real life.
pub(super) fn parties(authority: &Authority, folder: &Path) -> io::Result<Vec<CloudKey>> {
    let folder = folder.join("parties");
    fs::create_dir_all(&folder)?;
    let firms = world::example().organizations.into_iter();
    let theirs = firms.filter(|one| one.camp == world::Camp::Counterparty);
    let key = |firm: world::Organization| {
        let place = folder.join(format!("{}.cer", firm.inn));
        let known = kept(&place).filter(is_fresh);
        if known.is_none_or(|known| known.check_signature(authority.certificate()).is_err()) {
            let facts = serde_json::json!({"name": firm.short_name, "ogrn": firm.ogrn});
            issue(authority, &owner(&facts, firm.inn.as_str()), &place, YEAR)?;
        }
        Ok(CloudKey {
            certificate: fs::read(&place)?,
            key: fs::read(place.with_extension("key"))?,
        })
    };
    theirs.map(key).collect()
}

/// A new key and its certificate as files.
fn issue(authority: &Authority, owner: &Owner, place: &Path, lasting: SignedDuration) -> io::Result<()> {
    let key = new_key()?;
    let issued = authority.issue(owner, &key.public_key(), from_now(lasting), &mut SystemRandom);
    let issued = issued.map_err(io::Error::other)?;
    let text = key_file::write_plain(&key).map_err(io::Error::other)?;
    fs::write(place.with_extension("key"), &text)?;
    fs::write(place, issued.der())
}

fn owner(firm: &Value, inn: &str) -> Owner {
    let (name, ogrn) = (text(firm, "name"), text(firm, "ogrn"));
    let is_person = inn.len() == 12;
    Owner {
        common_name: Some(format!("Учебный сертификат: {name}")),
        organisation: (!is_person).then(|| name.clone()),
        position: Some("Руководитель (учебная подпись)".into()),
        surname: Some("Учебный".into()),
        given_name: Some("Подписант".into()),
        inn: is_person.then(|| inn.to_owned()),
        inn_le: (!is_person).then(|| inn.to_owned()),
        ogrn: (!is_person && !ogrn.is_empty()).then(|| ogrn.clone()),
        ogrnip: (is_person && !ogrn.is_empty()).then_some(ogrn),
        country: Some("RU".into()),
        ..Owner::default()
    }
}

fn new_key() -> io::Result<PrivateKey> {
    let curve = CURVE.parse().map_err(io::Error::other)?;
    let curve = Curve::from_oid(curve).map_err(io::Error::other)?;
    PrivateKey::generate(curve, &mut SystemRandom).map_err(io::Error::other)
}

fn kept(place: &Path) -> Option<Certificate> {
    Certificate::from_der(&fs::read(place).ok()?).ok()
}

fn is_fresh(certificate: &Certificate) -> bool {
    Timestamp::now()
        .checked_add(RENEWED_BEFORE)
        .is_ok_and(|soon| certificate.validity().contains(soon))
}

/// From an hour ago on: clocks of two programs need not agree to the second.
fn from_now(lasting: SignedDuration) -> Validity {
    let now = Timestamp::now();
    let moved = |by: SignedDuration| now.checked_add(by).unwrap_or(now);
    Validity {
        from: moved(SignedDuration::from_hours(-1)),
        to: moved(lasting),
    }
}
