//! An archive of documents: put together by a job, and checked wherever it comes from.

use std::io::{Cursor, Read, Write};

use domain::DocumentId;
use engine::{
    ArchiveCheck, BulkRowState, BulkState, Code, Engine, FileState, ImportFile, MathematicsFact, StartWith,
};
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::bulk::{counts, done, wish};
use crate::seal::Seal;
use crate::signatures::{signed, trusted};
use crate::world::{World, send};

const PDF: &[u8] = include_bytes!("../../../formats/fixtures/print_form.pdf");

async fn pdf(engine: &Engine) -> DocumentId {
    let file = ImportFile {
        name: "Счёт на оплату 41.pdf".into(),
        bytes: PDF.to_vec(),
    };
    let outcome = engine.import(vec![file]).await.pop().unwrap();
    outcome.result.unwrap().document
}

/// The bytes that a job over these documents makes.
async fn archive(engine: &Engine, documents: &[DocumentId]) -> Vec<u8> {
    let job = done(engine, wish("archive", Value::Null, documents), StartWith::Ready).await;
    assert_eq!(job.job.state, BulkState::Done);
    let file = job.job.file.expect("it makes a file");
    assert!(file.name.starts_with("Архив документов"), "{}", file.name);
    let content = engine.file(file.blob).await.unwrap();
    assert_eq!(content.media_type, "application/zip");
    content.bytes
}

fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|index| {
            let mut file = zip.by_index(index).unwrap();
            let mut bytes = Vec::new();
            let name = file.name().unwrap().into_owned();
            file.read_to_end(&mut bytes).unwrap();
            (name, bytes)
        })
        .collect()
}

fn packed(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name.as_str(), SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn gaps(check: &ArchiveCheck, document: usize) -> Vec<&str> {
    check.documents[document]
        .gaps
        .iter()
        .map(|gap| gap.code.as_str())
        .collect()
}

async fn checked(engine: &Engine, bytes: &[u8]) -> ArchiveCheck {
    let check = engine.check_archive(Cursor::new(bytes.to_vec())).await.unwrap();
    assert!(
        check.texts.iter().all(|text| text.ends_with('.')),
        "{:?}",
        check.texts
    );
    check
}

#[tokio::test]
async fn an_archive_holds_what_there_is_and_tells_what_is_missing() {
    let world = World::new();
    let (engine, _, utd) = world.ready().await;
    let seal = Seal::new("Учебный удостоверяющий центр", 7);
    trusted(&engine, &seal).await;
    signed(&engine, &seal, utd).await;
    send(&engine, utd).await.unwrap();
    engine.sync_once(None).await.unwrap();
    let paper = pdf(&engine).await;
    let first = archive(&engine, &[utd, paper]).await;
    let names: Vec<String> = unpacked(&first).into_iter().map(|(name, _)| name).collect();
    let of_utd: Vec<&str> = names
        .iter()
        .filter_map(|name| name.strip_prefix("0001 "))
        .filter_map(|name| name.rsplit_once('/').map(|(_, name)| name))
        .collect();
    assert_eq!(
        of_utd,
        [
            "УПД 15.xml",
            "УПД 15.xml.sig",
            "Копия для просмотра.pdf",
            "Протокол проверки.txt",
            "Протокол проверки.json"
        ]
    );
    assert_eq!(names[names.len() - 2..], ["опись.txt", "опись.json"]);

    let check = checked(&engine, &first).await;
    assert!(check.is_ok, "{:?}", check.texts);
    assert_eq!(check.documents.len(), 2);
    assert_eq!(
        gaps(&check, 0),
        ["not_signed_by_them", "service_documents_missing"]
    );
    assert_eq!(gaps(&check, 1), ["not_signed"]);
    let [signature] = check.documents[0].signatures.as_slice() else {
        panic!("{:?}", check.documents[0].signatures);
    };
    let facts = signature.check.as_ref().unwrap();
    assert_eq!(facts.signature, MathematicsFact::Valid);
    assert_eq!(facts.signer.name, "Воронцова Анна Павловна");

    let (_, protocol) = &unpacked(&first)[3];
    let protocol = String::from_utf8(protocol.clone()).unwrap();
    for words in [
        "Документ не изменён",
        "Воронцова",
        "Чего не хватает",
        "наша сторона",
    ] {
        assert!(protocol.contains(words), "{words}: {protocol}");
    }
    let again = archive(&engine, &[utd, paper]).await;
    assert!(
        first == again,
        "the same documents at the same moment are the same bytes"
    );
}

#[tokio::test]
async fn a_document_that_is_gone_is_told_in_the_inventory_and_keeps_no_other_back() {
    let world = World::new();
    let (engine, _, utd) = world.ready().await;
    let gone = pdf(&engine).await;
    let job = engine
        .plan_bulk(wish("archive", Value::Null, &[gone, utd]))
        .await
        .unwrap();
    engine.finish_bulk().await.unwrap();
    engine
        .remove_documents(vec![gone])
        .await
        .pop()
        .unwrap()
        .result
        .unwrap();
    engine.start_bulk(job.job.id, StartWith::Ready).await.unwrap();
    engine.finish_bulk().await.unwrap();
    let job = engine.bulk_job(job.job.id).await.unwrap();
    assert_eq!(counts(&job), [("done", 1), ("failed", 1)]);
    assert_eq!(job.counts.of(BulkRowState::Done), 1);
    let bytes = engine.file(job.job.file.unwrap().blob).await.unwrap().bytes;
    let check = checked(&engine, &bytes).await;
    assert_eq!((check.documents.len(), check.left_out.len()), (1, 1));
    assert_eq!(check.left_out[0].code, "document_not_found");
}

#[tokio::test]
async fn whatever_was_changed_in_an_archive_is_found() {
    let world = World::new();
    let (engine, _, utd) = world.ready().await;
    let seal = Seal::new("Учебный удостоверяющий центр", 7);
    signed(&engine, &seal, utd).await;
    let whole = unpacked(&archive(&engine, &[utd]).await);
    assert!(
        checked(&engine, &packed(&whole)).await.is_ok,
        "packed anew by another program"
    );

    for place in 0..whole.len() - 2 {
        let mut changed = whole.clone();
        changed[place].1[0] ^= 1;
        let check = checked(&engine, &packed(&changed)).await;
        let file = &check.documents[0].files[place];
        assert_eq!(
            (check.is_ok, file.state),
            (false, FileState::Changed),
            "{}",
            file.path
        );

        let mut missing = whole.clone();
        missing.remove(place);
        let check = checked(&engine, &packed(&missing)).await;
        let file = &check.documents[0].files[place];
        assert_eq!(
            (check.is_ok, file.state),
            (false, FileState::Missing),
            "{}",
            file.path
        );
    }
    let mut more = whole.clone();
    more.push(("лишний.txt".into(), b"?".to_vec()));
    let check = checked(&engine, &packed(&more)).await;
    assert_eq!(
        (check.is_ok, check.strangers),
        (false, vec!["лишний.txt".to_owned()])
    );

    // Whoever changes a file changes its hash in the inventory too; the signature tells.
    let mut forged = whole.clone();
    let original = String::from_utf8(forged[0].1.clone()).unwrap();
    let changed = original.replacen("15", "16", 1).into_bytes();
    let (old, new) = (domain::BlobId::of(&forged[0].1), domain::BlobId::of(&changed));
    forged[0].1 = changed;
    let inventory = forged.len() - 1;
    let text = String::from_utf8(forged[inventory].1.clone()).unwrap();
    forged[inventory].1 = text.replace(&old.to_string(), &new.to_string()).into_bytes();
    let check = checked(&engine, &packed(&forged)).await;
    assert_eq!(check.documents[0].files[0].state, FileState::Intact);
    let facts = check.documents[0].signatures[0].check.as_ref().unwrap();
    assert_eq!((check.is_ok, facts.document.code()), (false, "changed"));
}

#[tokio::test]
async fn a_hostile_archive_is_refused_before_anything_of_it_is_unpacked() {
    let world = World::new();
    let (engine, _, utd) = world.ready().await;
    let whole = unpacked(&archive(&engine, &[utd]).await);
    let code = async |bytes: Vec<u8>| {
        let error = engine.check_archive(Cursor::new(bytes)).await.unwrap_err();
        assert!(error.sentence().ends_with('.'), "{error}");
        error.code()
    };
    assert_eq!(code(b"noise".to_vec()).await, Code::NotAnArchive);
    assert_eq!(
        code(packed(&[("а.txt".into(), vec![1])])).await,
        Code::NotAnArchive
    );
    let with = |name: &str, bytes: Vec<u8>| {
        let mut files = whole.clone();
        files.push((name.to_owned(), bytes));
        packed(&files)
    };
    for name in ["../вверх.txt", "/корень.txt", "C:\\диск.txt", "а/./б.txt"] {
        assert_eq!(code(with(name, vec![1])).await, Code::ArchiveUnsafe, "{name}");
    }
    let inventory = whole.last().unwrap().0.to_uppercase();
    assert_eq!(
        code(with(&inventory, vec![1])).await,
        Code::ArchiveUnsafe,
        "the same on Windows"
    );
    let mut bomb = with("бомба.bin", vec![0; 16]);
    let header = bomb
        .windows(4)
        .rposition(|window| window == b"PK\x01\x02")
        .unwrap();
    bomb[header + 24..header + 28].copy_from_slice(&400_000_000_u32.to_le_bytes());
    assert_eq!(code(bomb).await, Code::ArchiveUnsafe);
    let mut twice = whole.clone();
    let last = twice.len() - 1;
    let text = String::from_utf8(twice[last].1.clone()).unwrap();
    let mut told: Value = serde_json::from_str(&text).unwrap();
    let entry = told["documents"][0].clone();
    told["documents"].as_array_mut().unwrap().push(entry);
    twice[last].1 = told.to_string().into_bytes();
    assert_eq!(
        code(packed(&twice)).await,
        Code::NotAnArchive,
        "a file named twice"
    );
}
