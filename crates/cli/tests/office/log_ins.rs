//! `connect --log-in …`: every way in, as a person types it.

use serde_json::{Value, json};
use testkit::{Authority, Partner};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Child;
use tokio::time::timeout;

use super::desk::{Desk, Done, POLAR_STAR, finished};

/// The words behind `connect diadoc` that do not depend on the way.
fn connecting(partner: &Partner, way: &str, credentials: &str) -> Vec<String> {
    let box_id = partner.organization(POLAR_STAR)["box_id_guid"].clone();
    let words = [
        "connect",
        "diadoc",
        "--address",
        &partner.address(),
        "--log-in",
        way,
        "--credentials",
        credentials,
        "--box",
        box_id.as_str().unwrap(),
    ];
    words.map(str::to_owned).to_vec()
}

fn spoken(words: &[String]) -> Vec<&str> {
    words.iter().map(String::as_str).collect()
}

fn file(desk: &Desk, content: &Value) -> String {
    desk.file("доступ.json", content.to_string().as_bytes())
}

/// The connection works, and says how it was let in.
async fn is_let_in(desk: &Desk, done: Done, way: &str) {
    let done = done.ends_with(0);
    assert!(done.stdout.contains("ООО «Полярная звезда»"), "{done:#?}");
    let list = desk.rpc("connections.list", json!({})).await;
    assert_eq!(list["connections"][0]["log_in"], way, "{list:#}");
    desk.run(&["sync", "--once"]).await.ends_with(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_and_a_password_let_in_and_a_wrong_one_changes_nothing() {
    let (desk, partner) = (Desk::new(), Partner::start().await);
    let world = partner.world();
    let known = &world["services"]["diadoc"]["credentials"];
    let wrong = json!({ "api_key": known["api_key"], "login": known["login"], "password": "не тот" });
    let refused = file(&desk, &wrong);
    let words = connecting(&partner, "password", &refused);
    let mut words = spoken(&words);
    words.insert(0, "--json");
    let refused = desk.run(&words).await;
    assert_ne!(refused.code, 0);
    assert_eq!(refused.error()["code"], "unauthorized", "{refused:#?}");
    assert!(!refused.stderr.contains("не тот"), "a password is never repeated");
    let list = desk.rpc("connections.list", json!({})).await;
    assert_eq!(list["connections"], json!([]));

    let right = file(&desk, known);
    let words = connecting(&partner, "password", &right);
    let done = desk.run(&spoken(&words)).await;
    is_let_in(&desk, done, "password").await;
}

/// Reads what the program says to the person until it names a page.
async fn page_of(child: &mut Child) -> (String, BufReader<tokio::process::ChildStderr>) {
    let mut lines = BufReader::new(child.stderr.take().unwrap());
    let page = async {
        let mut line = String::new();
        loop {
            line.clear();
            assert_ne!(lines.read_line(&mut line).await.unwrap(), 0, "the program ended");
            let page = line.split_whitespace().find(|word| word.contains("http://"));
            if let Some((_, address)) = page.and_then(|word| word.split_once("http://")) {
                return format!("http://{address}");
            }
        }
    };
    let page = timeout(std::time::Duration::from_secs(60), page).await;
    (page.expect("a page is named"), lines)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_code_that_is_entered_elsewhere_lets_in() {
    let (desk, partner) = (Desk::new(), Partner::start().await);
    let client = &partner.world()["services"]["diadoc"]["openid_clients"][0];
    let application = json!({ "client_id": client["client_id"], "client_secret": client["client_secret"] });
    let application = file(&desk, &application);
    let words = connecting(&partner, "device", &application);
    let mut child = desk.command(&spoken(&words)).spawn().unwrap();
    let (page, lines) = page_of(&mut child).await;
    let shown = partner.logs_in_at(&page).await;
    let done = finished(child).await;
    drop(lines);
    assert_eq!(done.code, 0, "{done:#?}\n{shown}");
    is_let_in(&desk, done, "device").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_lets_in_and_one_that_is_not_here_is_not_looked_for_elsewhere() {
    let desk = Desk::new();
    let authority = Authority::found();
    let partner = Partner::start_believing(vec![authority.root()]).await;
    desk.run(&["list"]).await.ends_with(0);
    authority.gives(&desk.data(), POLAR_STAR);
    let key = json!({ "api_key": partner.world()["services"]["diadoc"]["credentials"]["api_key"] });
    let key = file(&desk, &key);
    let words = connecting(&partner, "certificate", &key);
    let with = |thumbprint: &str| {
        let mut words = words.clone();
        words.extend(["--certificate".to_owned(), thumbprint.to_owned()]);
        words
    };
    let mut strange = with("00112233445566778899AABBCCDDEEFF00112233");
    strange.insert(0, "--json".to_owned());
    let refused = desk.run(&spoken(&strange)).await;
    assert_eq!(refused.error()["code"], "certificate_not_found", "{refused:#?}");

    let seen = desk.rpc("certificates.refresh", json!({})).await;
    let thumbprint = seen["certificates"][0]["thumbprint"].as_str().unwrap().to_owned();
    let done = desk.run(&spoken(&with(&thumbprint))).await;
    is_let_in(&desk, done, "certificate").await;
}
