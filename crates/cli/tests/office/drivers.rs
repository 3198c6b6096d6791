//! `certificates driver`: a module in an unusual place, through the child process that `surguch-cli` starts of itself.

use std::ffi::OsString;

use serde_json::{Value, json};
use testkit::{KeyHolder, Partner, Stand};

use super::desk::{Desk, Done, POLAR_STAR, UTD_NAME, finished, fixture};

const STAR: (&str, &str) = ("ООО «Полярная звезда»", POLAR_STAR);

/// The token of this stand, and its driver as a file that a person names: no variable leads the program to it.
struct Reader<'a> {
    desk: &'a Desk,
    token: (OsString, OsString),
    driver: String,
}

impl<'a> Reader<'a> {
    fn of(desk: &'a Desk, stand: &Stand) -> Self {
        let [(_, driver), token] = <[_; 2]>::try_from(stand.environment()).unwrap();
        Self {
            desk,
            token,
            driver: driver.to_str().unwrap().to_owned(),
        }
    }

    async fn run(&self, words: &[&str]) -> Done {
        let mut command = self.desk.command(words);
        command.env(&self.token.0, &self.token.1);
        finished(command.spawn().unwrap()).await
    }

    async fn drivers(&self) -> Value {
        let listed = self.run(&["--json", "certificates", "driver"]).await;
        listed.ends_with(0).answer()["modules"].clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_driver_is_refused_and_one_that_breaks_off_takes_nothing_down() {
    let (desk, stand) = (Desk::new(), Stand::of(KeyHolder::Token, "", STAR));
    let reader = Reader::of(&desk, &stand);
    let text = desk.file("librtpkcs11ecp.so", b"this is no library");
    let other = Stand::of(KeyHolder::Provider, "", STAR).environment()[0]
        .1
        .clone();
    for (file, words) in [
        (text.as_str(), "не загружается как библиотека PKCS#11"),
        (other.to_str().unwrap(), "не загружается как библиотека PKCS#11"),
        ("/нет/такого.so", "Такого файла нет"),
    ] {
        let refused = reader
            .run(&["--json", "certificates", "driver", "add", file])
            .await
            .ends_with(1)
            .error();
        assert_eq!(refused["code"], "token_module_refused");
        assert!(
            refused["message"].as_str().unwrap().contains(words),
            "{refused:#}"
        );
    }
    stand.write("fault", b"crash-on-list");
    let refused = reader
        .run(&["certificates", "driver", "add", &reader.driver])
        .await
        .ends_with(1);
    assert!(refused.stderr.contains("аварийно завершилась"), "{refused:#?}");
    assert_eq!(reader.drivers().await, json!([]));
    stand.write("fault", b"");
    reader
        .run(&["certificates", "driver", "add", &reader.driver])
        .await
        .ends_with(0);
    assert_eq!(reader.drivers().await.as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_named_driver_is_asked_once_and_without_it_its_keys_are_told_as_missing_and_nothing_is_lost() {
    let (desk, stand) = (Desk::new(), Stand::of(KeyHolder::Token, "", STAR));
    let partner = Partner::start_believing(vec![stand.root()]).await;
    let reader = Reader::of(&desk, &stand);
    desk.run(&["connect", "--sandbox", &partner.address(), "--inn", POLAR_STAR])
        .await
        .ends_with(0);
    let utd = desk.file(UTD_NAME, &fixture("utd_schfdop_503.xml"));
    desk.run(&["import", &utd]).await.ends_with(0);
    for _ in 0..2 {
        reader
            .run(&["certificates", "driver", "add", &reader.driver])
            .await
            .ends_with(0);
    }
    assert_eq!(reader.drivers().await.as_array().unwrap().len(), 1);
    let key = async || {
        let seen = reader.run(&["--json", "certificates", "refresh"]).await.answer();
        let all = seen["certificates"].as_array().unwrap().clone();
        assert_eq!(all.len(), 1, "{seen:#}");
        all[0]["key"].as_str().unwrap().to_owned()
    };
    assert_eq!(key().await, "here");
    desk.run(&["certificates", "choose", "1"]).await.ends_with(0);

    // The driver is taken away while its certificate is the one that signs.
    reader
        .run(&["certificates", "driver", "forget", "2"])
        .await
        .ends_with(1);
    reader
        .run(&["certificates", "driver", "forget", "1"])
        .await
        .ends_with(0);
    assert_eq!(reader.drivers().await, json!([]));
    assert_eq!(key().await, "missing");
    let refused = reader.run(&["sign", "1", "--send"]).await.ends_with(1);
    assert!(refused.stderr.contains("не будет подписан"), "{refused:#?}");
    assert_eq!((stand.calls("C_Login"), partner.ledger().await.len()), (0, 0));
    let still = desk.rpc("documents.get", json!({ "id": 1 })).await;
    assert_eq!(still["document"]["status"]["code"], "not_in_edo", "{still:#}");

    reader
        .run(&["certificates", "driver", "add", &reader.driver])
        .await
        .ends_with(0);
    assert_eq!(key().await, "here");
    let ready = reader
        .run(&["--json", "sign", "1", "--send", "--check"])
        .await
        .ends_with(0);
    assert_eq!(ready.answer()["rows"][0]["state"], "ready");
}
