use super::BadRecoveryKey;
use crate::DatabaseKey;
use crate::testing::Chance;

fn keys(count: usize) -> impl Iterator<Item = DatabaseKey> {
    let mut chance = Chance(20_261_121);
    (0..count).map(move |_| DatabaseKey::from_bytes(chance.bytes32()))
}

#[test]
fn every_key_comes_back_from_paper_and_from_the_keystore() {
    for key in keys(500) {
        assert_eq!(
            DatabaseKey::from_recovery_text(&key.recovery_text()),
            Ok(key.clone())
        );
        assert_eq!(DatabaseKey::from_hex(&key.expose_hex()), Ok(key));
    }
}

#[test]
fn the_form_on_paper_never_changes_between_versions() {
    let text =
        DatabaseKey::from_bytes(std::array::from_fn(|index| u8::try_from(index).unwrap())).recovery_text();
    let expected = "000G-40R4-0M30-E209-185G-R38E-1W81-24GK-2GAH-C5RR-34D1-P70X-3RFP-63ED";
    assert_eq!(text.as_str(), expected);
    assert_eq!(text.split('-').map(str::len).collect::<Vec<_>>(), [4; 14]);
    assert!(!text.contains(['I', 'L', 'O', 'U']));
}

#[test]
fn case_blanks_dashes_and_a_russian_keyboard_do_not_matter() {
    for key in keys(200) {
        let text = key.recovery_text();
        let spaced = text.replace('-', " \u{2014} ").to_lowercase();
        assert_eq!(DatabaseKey::from_recovery_text(&spaced), Ok(key.clone()));
        let joined = text.replace('-', "").replace('0', "O").replace('1', "l");
        assert_eq!(DatabaseKey::from_recovery_text(&joined), Ok(key.clone()));
        let cyrillic = text
            .replace('A', "А")
            .replace('H', "н")
            .replace('3', "З")
            .replace('0', "О");
        assert_eq!(DatabaseKey::from_recovery_text(&cyrillic), Ok(key));
    }
}

#[test]
fn any_single_slip_and_any_swapped_neighbours_are_noticed() {
    for key in keys(3) {
        let letters: Vec<char> = key.recovery_text().replace('-', "").chars().collect();
        for place in 0..letters.len() {
            for wrong in "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
                .chars()
                .filter(|wrong| *wrong != letters[place])
            {
                let mut slip = letters.clone();
                slip[place] = wrong;
                assert_eq!(read(&slip), Err(BadRecoveryKey::Checksum));
            }
            let mut swapped = letters.clone();
            swapped.swap(place, (place + 1) % letters.len());
            assert_eq!(read(&swapped).is_err(), swapped != letters);
        }
    }
}

fn read(letters: &[char]) -> Result<DatabaseKey, BadRecoveryKey> {
    DatabaseKey::from_recovery_text(&String::from_iter(letters))
}

#[test]
fn a_wrong_length_and_a_wrong_character_are_told_apart() {
    assert_eq!(
        DatabaseKey::from_recovery_text("0004-1061"),
        Err(BadRecoveryKey::Length { found: 8 })
    );
    assert_eq!(
        DatabaseKey::from_recovery_text("00Ж4"),
        Err(BadRecoveryKey::Character { position: 3 })
    );
    assert_eq!(
        DatabaseKey::from_recovery_text(""),
        Err(BadRecoveryKey::Length { found: 0 })
    );
    let long = "0".repeat(10_000);
    assert_eq!(
        DatabaseKey::from_recovery_text(&long),
        Err(BadRecoveryKey::Length { found: 10_000 })
    );
}

#[test]
fn a_key_is_never_printed_and_a_bad_one_is_not_repeated() {
    let key = DatabaseKey::from_bytes([0xab; 32]);
    assert_eq!(format!("{key:?}"), "DatabaseKey(***)");
    let error = DatabaseKey::from_hex("abababab").unwrap_err();
    assert!(!format!("{error} {error:?}").contains("abab"));
    assert!(DatabaseKey::from_hex(&"zz".repeat(32)).is_err());
    assert!(DatabaseKey::from_hex(&"я".repeat(32)).is_err());
}
