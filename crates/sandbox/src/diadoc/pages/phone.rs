//! The phone of the training world: what a real person would see in a message, and two buttons.

use serde_json::Value;

use super::html;

/// Where it lies.
pub const PATH: &str = "/cabinet/phone";

/// The page. `waiting` is what [`crate::diadoc::cloud::Cloud::waiting`] tells.
pub fn page(waiting: &[Value], token: &str) -> String {
    let mut body = String::from(
        "<p>Сюда приходят запросы облачной подписи, как SMS на настоящий телефон. Подпись ставится, когда введён код.</p>\n",
    );
    if waiting.is_empty() {
        body.push_str("<p>Запросов нет.</p>\n<p><a href=\"/cabinet/phone\">Обновить</a></p>\n");
    }
    for one in waiting {
        body.push_str(&request(one, token));
    }
    html::page(
        "Телефон подписанта",
        &[("Кабинеты", "/cabinet".to_owned())],
        &body,
    )
}

fn request(one: &Value, token: &str) -> String {
    let said = |name: &str| html::text(one.get(name).and_then(Value::as_str).unwrap_or_default());
    let files: String = one
        .get("files")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(|name| format!("<li>{}</li>\n", html::text(name)))
        .collect();
    let (id, code, token) = (said("request"), said("code"), html::text(token));
    format!(
        "<section>\n<h2>Подпишите документы</h2>\n<ul>\n{files}</ul>\n<p>Код подтверждения: <strong>{code}</strong></p>\n\
         <form method=\"post\" action=\"{PATH}\">\n<input type=\"hidden\" name=\"token\" value=\"{token}\">\n\
         <input type=\"hidden\" name=\"request\" value=\"{id}\">\n\
         <p><label>Код из SMS <input name=\"code\" inputmode=\"numeric\" autocomplete=\"one-time-code\" maxlength=\"6\"></label></p>\n\
         <p><button name=\"act\" value=\"confirm\">Подтвердить</button> \
         <button name=\"act\" value=\"refuse\" class=\"quiet\" formnovalidate>Отклонить</button></p>\n</form>\n</section>\n"
    )
}
