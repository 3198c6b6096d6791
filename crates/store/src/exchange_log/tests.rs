use super::ExchangeEntry;
use crate::Error;
use crate::testing::{at, office, settle};

fn entry(second: i64) -> ExchangeEntry {
    ExchangeEntry {
        at: at(second),
        call: "GET /documents?external_id".into(),
        outcome: "200".into(),
        is_failure: false,
        duration_ms: 12,
        answer_bytes: 4096,
    }
}

#[test]
fn the_newest_calls_of_a_connection_are_kept_and_the_oldest_make_room() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            let all: Vec<_> = (0..5).map(entry).collect();
            w.note_exchanges(connection, &all, 3)?;
            let kept = w.exchange_log(connection, None, 10)?;
            let told: Vec<_> = kept.iter().map(|one| one.entry.at).collect();
            assert_eq!(told, [at(4), at(3), at(2)]);
            let older = w.exchange_log(connection, Some(kept[1].id), 10)?;
            assert_eq!(older.len(), 1);
            w.clear_exchange_log(connection)?;
            assert_eq!(w.exchange_log(connection, None, 10)?, []);
            Ok::<_, Error>(())
        })
        .unwrap();
}

#[test]
fn what_was_chosen_for_a_connection_is_kept_beside_the_usual() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            let usual = w.connection_settings(connection)?;
            assert!(usual.sends_at_once && !usual.keeps_exchange_log);
            let chosen = crate::ConnectionSettings {
                sends_at_once: false,
                keeps_exchange_log: true,
            };
            w.save_connection_settings(connection, chosen)?;
            assert_eq!(w.connection_settings(connection)?, chosen);
            Ok::<_, Error>(())
        })
        .unwrap();
}
