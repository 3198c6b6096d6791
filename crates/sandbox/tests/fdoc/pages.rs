//! What people see, used as their browsers use it: open a page, send its form, keep its cookie.

use reqwest::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Method, Response, StatusCode};
use serde_json::json;

use crate::support::{SYNTHETIC, Stage, auto, base64, draft, id};

/// A browser with one cookie.
struct Browser<'a> {
    stage: &'a Stage,
    cookie: String,
}

impl<'a> Browser<'a> {
    fn new(stage: &'a Stage) -> Self {
        Self {
            stage,
            cookie: String::new(),
        }
    }

    async fn get(&mut self, path: &str) -> Response {
        let request = self.stage.client.get(format!("{}{path}", self.stage.base));
        let answer = request.header(COOKIE, &self.cookie).send().await.unwrap();
        self.keep(&answer);
        answer
    }

    async fn page(&mut self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        let html = answer.text().await.unwrap();
        assert!(
            !html.contains("<script") && html.contains("width=device-width"),
            "{path}"
        );
        html
    }

    /// Sends the form of this page with its token, and these fields.
    async fn press(&mut self, page: &str, action: &str, more: &str) -> Response {
        let html = self.get(page).await.text().await.unwrap();
        let token = between(&html, "name=\"token\" value=\"", "\"").to_owned();
        self.send(action, &format!("token={token}&{more}")).await
    }

    async fn send(&mut self, path: &str, form: &str) -> Response {
        let request = self.stage.client.post(format!("{}{path}", self.stage.base));
        let request = request
            .header(COOKIE, &self.cookie)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = request.body(form.to_owned()).send().await.unwrap();
        self.keep(&answer);
        answer
    }

    fn keep(&mut self, answer: &Response) {
        if let Some(cookie) = answer.headers().get(SET_COOKIE) {
            let text = cookie.to_str().unwrap();
            assert!(
                text.contains("HttpOnly") && text.contains("SameSite=Lax"),
                "{text}"
            );
            self.cookie = text.split(';').next().unwrap().to_owned();
        }
    }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let start = text
        .split_once(before)
        .unwrap_or_else(|| panic!("no {before} in {text}"))
        .1;
    start.split_once(after).unwrap().0
}

fn leads_to(answer: &Response) -> &str {
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    answer.headers()[LOCATION].to_str().unwrap()
}

/// The path of a link in a message, without its host.
fn path_of(stage: &Stage, link: &str) -> String {
    link.strip_prefix(&stage.base).unwrap().to_owned()
}

async fn last_link(stage: &Stage) -> String {
    let messages = stage.sms().await;
    path_of(stage, messages.last().unwrap()["link"].as_str().unwrap())
}

#[tokio::test]
async fn the_whole_story_is_told_by_pages_alone() {
    let stage = Stage::new().await;
    let document = stage.create(&draft("страницы")).await;
    let mut anna = Browser::new(&stage);
    let ticket = path_of(&stage, document["browser_url"].as_str().unwrap());
    let answer = anna.get(&ticket).await;
    let page = leads_to(&answer).to_owned();
    assert_eq!(page, "/doc/doc-000001");
    let html = anna.page(&page).await;
    assert!(html.contains("Рябинина Ольга Степановна") && html.contains("Получить согласие"));
    assert!(!html.contains("Подтвердить и отправить"));
    leads_to(&anna.press(&page, "/doc/doc-000001/consent", "").await);

    let mut olga = Browser::new(&stage);
    let link = last_link(&stage).await;
    let (home, code) = link.split_once("?c=").unwrap();
    let html = olga.page(&link).await;
    assert!(html.contains(&format!("value=\"{code}\"")) && html.contains("Подтвердить"));
    let answer = olga
        .press(&link, &format!("{home}/unlock"), &format!("code={code}"))
        .await;
    let list = leads_to(&answer).to_owned();
    let html = olga.page(&list).await;
    assert!(html.contains("Согласие на электронную подпись") && !html.contains("/documents/doc-000001"));
    let consent = between(&html, "<li><a href=\"", "\"").to_owned();
    assert!(olga.page(&consent).await.contains("63-ФЗ"));
    leads_to(&olga.press(&consent, &consent, "act=sign").await);

    let html = anna.page(&page).await;
    assert!(html.contains("Согласие клиента получено"));
    let sent = anna.press(&page, "/doc/doc-000001/confirm", "").await;
    let html = anna.page(leads_to(&sent)).await;
    assert!(html.contains("Вы успешно подписали документы"));
    assert!(html.contains("Отправлен на подпись. Ожидаем подписания"));

    let path = format!("{home}/documents/doc-000001");
    assert!(olga.page(&list).await.contains(&path));
    assert!(olga.page(&path).await.contains("Подписать"));
    let file = olga.get(&format!("{path}/file")).await;
    assert_eq!(file.headers()[CONTENT_TYPE], "application/pdf");
    let source = file.bytes().await.unwrap();
    assert_eq!(leads_to(&olga.press(&path, &path, "act=sign").await), path);
    let html = olga.page(&path).await;
    assert!(html.contains("Подписан") && !html.contains("<form"));
    let stamped = olga.get(&format!("{path}/file")).await.bytes().await.unwrap();
    assert!(stamped.starts_with(&source) && stamped.len() > source.len());
    for variant in ["source", "stamped", "protocol", "view"] {
        let answer = anna.get(&format!("{page}/file/{variant}")).await;
        assert_eq!(answer.status(), StatusCode::OK, "{variant}");
    }
    assert_eq!(stage.document(id(&document)).await["status"]["code"], "signed");
}

#[tokio::test]
async fn a_ticket_opens_its_page_once_and_for_a_quarter_of_an_hour() {
    let stage = Stage::new().await;
    let document = stage.create(&draft("билет")).await;
    let mut anna = Browser::new(&stage);
    let ticket = path_of(&stage, document["browser_url"].as_str().unwrap());
    leads_to(&anna.get(&ticket).await);
    let mut other = Browser::new(&stage);
    assert_eq!(other.get(&ticket).await.status(), StatusCode::FORBIDDEN);
    // Whoever has come in may load the address again.
    assert_eq!(anna.get(&ticket).await.status(), StatusCode::OK);
    let link = stage.step(&document, "browser-link").await;
    let ticket = path_of(&stage, link["url"].as_str().unwrap());
    stage.advance(15 * 60).await;
    assert_eq!(other.get(&ticket).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(other.get("/doc/doc-000001").await.status(), StatusCode::FORBIDDEN);
    assert_eq!(
        other.get("/doc/doc-000001/file/source").await.status(),
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn five_wrong_codes_close_the_clients_page_and_nobody_looks_in_without_a_code() {
    let stage = Stage::new().await;
    stage.create(&auto("коды")).await;
    let link = last_link(&stage).await;
    let (home, code) = link.split_once("?c=").unwrap();
    let unlock = format!("{home}/unlock");
    let mut stranger = Browser::new(&stage);
    for path in [
        "/documents",
        "/documents/doc-000001",
        "/documents/doc-000001/file",
    ] {
        let answer = stranger.get(&format!("{home}{path}")).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(
        stranger.get("/cln/AAAAAAAA?c=000000").await.status(),
        StatusCode::NOT_FOUND
    );
    let wrong = if code == "000000" {
        "code=000001"
    } else {
        "code=000000"
    };
    for _ in 0..5 {
        let answer = stranger.press(home, &unlock, wrong).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    let right = format!("code={code}");
    assert_eq!(
        stranger.press(home, &unlock, &right).await.status(),
        StatusCode::LOCKED
    );
    stage.advance(15 * 60).await;
    leads_to(&stranger.press(home, &unlock, &right).await);
}

#[tokio::test]
async fn a_form_without_the_token_of_its_page_does_nothing() {
    let stage = Stage::new().await;
    let document = stage.create(&draft("жетон")).await;
    let mut anna = Browser::new(&stage);
    let ticket = path_of(&stage, document["browser_url"].as_str().unwrap());
    anna.get(&ticket).await;
    for form in ["", "token=", "token=00000000000000000000000000000000"] {
        let answer = anna.send("/doc/doc-000001/consent", form).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{form}");
    }
    assert!(stage.sms().await.is_empty());
    assert_eq!(stage.document(id(&document)).await["version"], 1);
}

#[tokio::test]
async fn a_client_may_refuse_and_the_organization_hears_of_it() {
    let stage = Stage::new().await;
    let document = stage.create(&draft("отказ")).await;
    stage.step(&document, "consent-request").await;
    let link = last_link(&stage).await;
    let (home, code) = link.split_once("?c=").unwrap();
    let mut olga = Browser::new(&stage);
    olga.press(&link, &format!("{home}/unlock"), &format!("code={code}"))
        .await;
    let html = olga.page(&format!("{home}/documents")).await;
    let consent = between(&html, "<li><a href=\"", "\"").to_owned();
    leads_to(&olga.press(&consent, &consent, "act=decline").await);
    assert_eq!(
        stage.document(id(&document)).await["consent"]["state"],
        "declined"
    );
    // Asked once more, the client agrees and refuses the document itself.
    stage.step(&document, "consent-request").await;
    leads_to(&olga.press(&consent, &consent, "act=sign").await);
    stage.step(&document, "confirm").await;
    let path = format!("{home}/documents/doc-000001");
    leads_to(&olga.press(&path, &path, "act=decline").await);
    assert!(olga.page(&path).await.contains("Вы отказались"));
    assert_eq!(stage.document(id(&document)).await["status"]["code"], "declined");
}

#[tokio::test]
async fn an_employee_is_registered_in_three_steps_and_logs_in_with_what_the_message_brings() {
    let mut stage = Stage::new().await;
    let key = stage.key.clone();
    let mut browser = Browser::new(&stage);
    let wrong = browser
        .press("/register", "/register", "key=00000000000000000000")
        .await;
    assert_eq!(wrong.status(), StatusCode::UNAUTHORIZED);
    let answer = browser
        .press("/register", "/register", &format!("key={key}"))
        .await;
    assert_eq!(leads_to(&answer), "/register/person");
    let name = "full_name=%D0%9E%D1%81%D0%B8%D0%BD+%D0%9B%D0%B5%D0%B2+%D0%98%D0%BB%D1%8C%D0%B8%D1%87";
    let person = format!("{name}&phone=89160000000&email=osin@surguch.example&login=Osin");
    let taken = person.replace("login=Osin", "login=voroncova");
    let answer = browser
        .press("/register/person", "/register/person", &taken)
        .await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let answer = browser
        .press("/register/person", "/register/person", &person)
        .await;
    assert_eq!(leads_to(&answer), "/register/done");
    browser.page("/register/done").await;
    assert_eq!(
        browser.get("/register/person").await.status(),
        StatusCode::FORBIDDEN
    );
    let messages = stage.sms().await;
    let text = messages[0]["text"].as_str().unwrap();
    assert_eq!(
        (&messages[0]["to"], &messages[0]["purpose"]),
        (&json!("+79160000000"), &json!("credentials"))
    );
    let password = text.rsplit_once("пароль: ").unwrap().1;
    let given = json!({"login": "osin", "password": password});
    let (status, answer) = stage.call(Method::POST, "/sessions", Some(&given)).await;
    assert_eq!(status, StatusCode::CREATED, "{answer}");
    assert_eq!(answer["employee"]["full_name"], "Осин Лев Ильич");
    stage.bearer = answer["token"].as_str().unwrap().to_owned();
    stage.know_olga().await;
    let sent = stage.create(&auto("штамп")).await;
    assert_eq!(sent["signatures"][0]["full_name"], "Осин Лев Ильич");
}

#[tokio::test]
async fn the_telephones_show_messages_with_links_into_this_world_and_markup_stays_text() {
    let stage = Stage::new().await;
    let mut browser = Browser::new(&stage);
    assert!(browser.page("/fdoc").await.contains("Сообщений нет"));
    let mut given = auto("разметка");
    given["title"] = json!("<b>Акт</b>");
    given["client"]["last_name"] = json!("<i>Рябинина</i>");
    given["file"]["content_base64"] = json!(base64(SYNTHETIC));
    let document = stage.create(&given).await;
    let html = browser.page("/fdoc").await;
    let link = last_link(&stage).await;
    assert!(html.contains(&format!("href=\"{link}\"")) && !html.contains("href=\"https://fdoc.ru"));
    assert!(html.contains("F.Doc. Документы: https://fdoc.ru/cln/"));
    let ticket = path_of(&stage, document["browser_url"].as_str().unwrap());
    browser.get(&ticket).await;
    let html = browser.page("/doc/doc-000001").await;
    assert!(html.contains("&lt;b&gt;Акт") && !html.contains("<b>") && !html.contains("<i>"));
    browser.page("/fdoc/mail").await;
    let html = browser.page("/fdoc/organizations").await;
    assert!(html.contains(&stage.key) && html.contains("klyukvennyj-mors-5"));
    assert!(browser.page("/cabinet").await.contains("href=\"/fdoc\""));
}
