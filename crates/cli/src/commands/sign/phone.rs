//! Waiting for the phone of a person whose key an operator keeps. No code passes through the program.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;

use crate::fault::Fault;
use crate::session::Session;
use crate::words;

#[derive(Deserialize)]
struct Waits {
    waits: Vec<Wait>,
}

#[derive(Deserialize, Clone)]
struct Wait {
    id: i64,
    way: String,
    phone_end: String,
    files: u64,
    waits_until: String,
}

impl Wait {
    /// Whole minutes that are left, the one under way among them.
    fn minutes_left(&self) -> i64 {
        let until = self.waits_until.parse::<Timestamp>();
        until.map_or(0, |until| {
            let left = until.duration_since(Timestamp::now()).as_secs().max(0);
            (left + 59) / 60
        })
    }

    fn words(&self) -> String {
        let way = match (self.way.as_str(), self.phone_end.as_str()) {
            ("sms", "") => "Оператор отправил SMS на телефон владельца сертификата.".to_owned(),
            ("sms", end) => format!("Оператор отправил SMS на номер, который заканчивается на {end}."),
            ("app", _) => "Запрос пришёл в приложение подписи на телефоне владельца сертификата.".to_owned(),
            ("sim_card", _) => "Запрос пришёл в меню SIM-карты на телефоне владельца сертификата.".to_owned(),
            _ => "Оператор отправил запрос на телефон владельца сертификата.".to_owned(),
        };
        format!(
            "{way} На подпись: {}. Код программа не спрашивает. Ждём до {}, отменить: Ctrl-C.",
            words::count(self.files, ["файл", "файла", "файлов"]),
            words::moment(&self.waits_until)
        )
    }
}

/// What is waited for, and what of it was told.
#[derive(Default)]
pub(super) struct Phone {
    told: BTreeMap<i64, (String, i64)>,
}

impl Phone {
    /// Tells what is waited for and, every minute, how long still; false when nobody is waited for.
    pub(super) async fn waits(&mut self, session: &Session) -> Result<bool, Fault> {
        let open: Waits = session.read("phone.waits", json!({})).await?;
        self.told
            .retain(|id, _| open.waits.iter().any(|wait| wait.id == *id));
        for wait in &open.waits {
            let now = (wait.words(), wait.minutes_left());
            match self.told.get(&wait.id) {
                Some(told) if told.0 != now.0 => session.output.note(&now.0),
                Some(told) if told.1 != now.1 => session.output.note(&left(now.1)),
                Some(_) => continue,
                None => session.output.note(&now.0),
            }
            self.told.insert(wait.id, now);
        }
        Ok(!open.waits.is_empty())
    }

    /// Does not wait any more; false when nobody was waited for.
    pub(super) async fn leave(&self, session: &Session) -> bool {
        let mut has_left = false;
        for id in self.told.keys() {
            has_left |= session.call("phone.leave", json!({ "id": id })).await.is_ok();
        }
        has_left
    }
}

fn left(minutes: i64) -> String {
    let minutes = u64::try_from(minutes).unwrap_or(0);
    format!(
        "Ждём подтверждения на телефоне. Осталось {}.",
        words::count(minutes, ["минута", "минуты", "минут"])
    )
}
