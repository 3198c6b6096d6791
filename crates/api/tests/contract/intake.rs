//! Forms, their check, and what is taken in: files, tables, folders.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::{Office, file};

#[tokio::test(flavor = "multi_thread")]
async fn forms_and_their_check_answer_in_their_agreed_form() {
    let office = Office::open().await;
    let forms = office.answer("forms.list", json!({})).await;
    let invoice = forms["forms"]
        .as_array()
        .unwrap()
        .iter()
        .find(|form| form["name"] == "payment_invoice")
        .unwrap();
    assert_eq!(
        (&invoice["is_builtin"], &invoice["is_changed"]),
        (&json!(true), &json!(false))
    );
    let broken = json!({ "name": "payment_invoice", "source": "#oops()" });
    let preview = office.answer("forms.preview", broken).await;
    assert_eq!(
        (&preview["blob"], &preview["problems"][0]["line"]),
        (&Value::Null, &json!(1))
    );
    let copy = office
        .answer(
            "forms.copy",
            json!({ "name": "contract", "title": "Договор подряда" }),
        )
        .await;
    assert_eq!(copy["name"], "Договор подряда");
    let refused = office
        .code("forms.save", json!({ "name": "../x", "source": "" }))
        .await;
    assert_eq!(refused, "form_name_not_allowed");

    let rules = office.answer("print_check.get", json!({})).await;
    assert!(rules["forbidden"].as_array().unwrap().len() > 3);
    office.answer("print_check.set", rules).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_prints_tables_and_folders_answer_in_their_agreed_form() {
    let office = Office::open().await;
    office
        .answer(
            "firms.save",
            json!({ "name": "ООО «Ветер»", "inn": "7707083893", "kpp": "770701001" }),
        )
        .await;
    let staged = office
        .answer(
            "import.stage",
            json!({ "files": [file("print_form.pdf"), file("broken.pdf")] }),
        )
        .await;
    assert_eq!(staged["rows"][1]["error"]["code"], "pdf_broken");
    let take = json!({ "token": staged["token"], "indexes": [0] });
    let taken = office.answer("import.take", take.clone()).await;
    assert_eq!(taken["results"][0]["document_id"], 1);
    office
        .answer("import.drop", json!({ "token": staged["token"] }))
        .await;
    assert_eq!(office.code("import.take", take).await, "staging_gone");

    let printed = office.answer("documents.print", json!({ "ids": [1, 77] })).await;
    assert_eq!(printed["results"][1]["error"]["code"], "document_not_found");
    let bytes = office
        .engine
        .file(printed["blob"].as_str().unwrap().parse().unwrap())
        .await
        .unwrap();
    assert!(bytes.bytes.starts_with(b"%PDF") && printed["pages"].as_u64().unwrap() >= 1);

    let content = STANDARD.encode("Наименование;ИНН\nООО «Вихрь»;7707083893\n;\n");
    let open = json!({ "name": "контрагенты.csv", "content_base64": content, "target": "counterparties" });
    let table = office.answer("tables.read", open).await;
    assert_eq!(
        (&table["mapping"]["inn"], &table["mapping"]["kpp"]),
        (&json!(1), &Value::Null)
    );
    let wish = json!({ "token": table["token"], "mapping": table["mapping"] });
    assert_eq!(office.answer("tables.preview", wish.clone()).await["ok"], 1);
    assert_eq!(office.answer("tables.take", wish).await["added"], 1);

    let folder = tempfile::tempdir().unwrap();
    office
        .engine
        .watch_folder(domain::FirmId(1), folder.path().to_path_buf())
        .await
        .unwrap();
    let folders = office.answer("folders.list", json!({})).await;
    assert_eq!(
        (&folders["folders"][0]["is_on"], &folders["folders"][0]["problem"]),
        (&json!(true), &Value::Null)
    );
    assert!(
        !folders
            .to_string()
            .contains(folder.path().parent().unwrap().to_str().unwrap()),
        "no path is told"
    );
    office.answer("folders.stop", json!({ "firm_id": 1 })).await;
    assert_eq!(office.answer("work.list", json!({})).await["works"], json!([]));
    office.answer("work.cancel", json!({ "id": 5 })).await;
}
