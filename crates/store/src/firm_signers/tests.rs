use domain::{FirmId, PositionSource, PowerForm};
use uuid::Uuid;

use super::FirmSigner;
use crate::testing::{at, inn, office, sealing_wax_works};
use crate::{PowerOfAttorneyBody, PowerOfAttorneyFiles, PowerOfAttorneyId};

fn signer(firm: FirmId, power: Option<PowerOfAttorneyId>) -> FirmSigner {
    FirmSigner {
        firm,
        person: "963417058273".to_owned(),
        position_source: PositionSource::Manual,
        position: "Главный бухгалтер".to_owned(),
        power,
    }
}

#[test]
fn what_was_settled_of_a_signer_is_kept_replaced_and_outlives_the_power() {
    let office = office();
    let store = &office.store;
    let firm = store.write(|w| w.save_firm(None, &sealing_wax_works())).unwrap();
    let body = PowerOfAttorneyBody {
        firm,
        form: PowerForm::Registered(Uuid::from_u128(15)),
        principal_inn: inn(770_512_301),
        representative_name: String::new(),
        representative_inn: None,
        representative: None,
        valid_from: None,
        valid_to: None,
        goes_along: false,
    };
    let files = PowerOfAttorneyFiles::default();
    let power = store
        .write(|w| w.save_power_of_attorney(None, &body, &files, at(1)))
        .unwrap();
    let settled = signer(firm, Some(power));
    let of_card = FirmSigner {
        position_source: PositionSource::Employee,
        position: String::new(),
        ..settled.clone()
    };
    store.write(|w| w.save_firm_signer(&of_card)).unwrap();
    store.write(|w| w.save_firm_signer(&settled)).unwrap();
    assert_eq!(store.read(|r| r.firm_signers()).unwrap(), [settled]);
    store.write(|w| w.remove_power_of_attorney(power)).unwrap();
    assert_eq!(store.read(|r| r.firm_signers()).unwrap(), [signer(firm, None)]);
}
