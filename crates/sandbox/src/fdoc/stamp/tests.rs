use hayro_syntax::Pdf;

use super::{protocol, stamped};
use crate::clock::Ticks;
use crate::diadoc::print_form;
use crate::fdoc::model::{Client, Consent, Document, FileCard, Organization, Side, Signature, Status};

fn signed() -> (Document, Organization) {
    let at = Ticks(639_038_052_000_000_000);
    let signature = |side, name: &str, phone: Option<&str>| Signature {
        side,
        full_name: name.into(),
        phone: phone.map(str::to_owned),
        signed_at: at,
    };
    let document = Document {
        id: "doc-000001".into(),
        external_id: None,
        title: "Заказ-наряд № 7".into(),
        kind: "work_order".into(),
        is_automatic: false,
        organization: "org-1".into(),
        employee: "emp-1".into(),
        client: Client {
            phone: "+79161234567".into(),
            last_name: "Рябинина".into(),
            first_name: "Ольга".into(),
            middle_name: Some("Степановна".into()),
            email: None,
        },
        file: FileCard {
            name: "Заказ-наряд 7.pdf".into(),
            size: 1,
            sha256: "0".repeat(64),
        },
        replaces: None,
        status: Status::Signed,
        status_changed_at: at,
        consent: Consent::default(),
        signatures: vec![
            signature(Side::Company, "Воронцова Анна Павловна", None),
            signature(Side::Client, "Рябинина Ольга Степановна", Some("+79161234567")),
        ],
        annul: None,
        ticket: String::new(),
        was_sent: true,
        version: 5,
        updated_at: at,
        created_at: at,
    };
    let organization = Organization {
        id: "org-1".into(),
        name: "ООО «Полярная звезда»".into(),
        inn: "9612045075".into(),
        kpp: Some("961201001".into()),
        api_key: String::new(),
        times_rotated: 0,
        is_blocked: false,
    };
    (document, organization)
}

/// How many drawing operators the last page has, through all its streams.
fn pages_and_operators(bytes: &[u8]) -> (usize, usize) {
    let pdf = Pdf::new(bytes.to_vec()).unwrap();
    let mut operators = pdf.pages().last().unwrap().operations();
    let mut count = 0;
    while operators.next().is_some() {
        count += 1;
    }
    (pdf.pages().len(), count)
}

#[test]
fn the_stamp_is_drawn_on_the_last_page_and_the_source_stays_the_beginning_of_the_file() {
    let (document, organization) = signed();
    let source = print_form::page(&["Work order 7".to_owned()]);
    let before = pages_and_operators(&source);
    let result = stamped(&source, &document, &organization);
    assert!(result.starts_with(&source));
    let after = pages_and_operators(&result);
    assert_eq!(after.0, before.0);
    // q … Q, BMC q cm cm Do Q EMC
    assert_eq!(after.1, before.1 + 9);
    let pdf = Pdf::new(result).unwrap();
    let page = pdf.pages().last().unwrap();
    let name = hayro_syntax::object::Name::new(b"FDocStamp").unwrap();
    let form = page.resources().get_x_object(&name).unwrap();
    let content = String::from_utf8(form.decoded().unwrap().to_vec()).unwrap();
    assert!(content.matches(" Tj ").count() >= 11, "{content}");
    let font = hayro_syntax::object::Name::new(b"F1").unwrap();
    assert!(
        page.resources().get_font(&font).is_some(),
        "the page keeps its own font"
    );
}

#[test]
fn a_second_stamp_upon_the_first_still_opens() {
    let (document, organization) = signed();
    let source = print_form::page(&["Work order 7".to_owned()]);
    let once = stamped(&source, &document, &organization);
    let twice = stamped(&once, &document, &organization);
    assert!(twice.starts_with(&once));
    assert_eq!(pages_and_operators(&twice).0, 1);
}

#[test]
fn a_file_whose_objects_are_found_by_a_stream_is_stamped_by_a_stream() {
    let (document, organization) = signed();
    let source = found_by_a_stream();
    assert_eq!(pages_and_operators(&source), (1, 2));
    let result = stamped(&source, &document, &organization);
    assert!(result.starts_with(&source));
    assert_eq!(pages_and_operators(&result), (1, 11));
    let tail = String::from_utf8_lossy(&result[source.len()..]).into_owned();
    assert!(
        tail.contains("/Type /XRef") && !tail.contains("trailer"),
        "{tail}"
    );
}

/// A small PDF with a cross-reference stream.
fn found_by_a_stream() -> Vec<u8> {
    let mut out = b"%PDF-1.5\n".to_vec();
    let mut rows = vec![0, 0, 0, 0, 0, 255, 255];
    let bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] /Resources << >> >>",
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>",
        "<< /Length 3 >>\nstream\nq Q\nendstream",
    ];
    for (number, body) in (1..).zip(bodies) {
        rows.push(1);
        rows.extend_from_slice(&u32::try_from(out.len()).unwrap().to_be_bytes());
        rows.extend_from_slice(&[0, 0]);
        out.extend_from_slice(format!("{number} 0 obj\n{body}\nendobj\n").as_bytes());
    }
    let start = u32::try_from(out.len()).unwrap();
    rows.push(1);
    rows.extend_from_slice(&start.to_be_bytes());
    rows.extend_from_slice(&[0, 0]);
    let head = format!(
        "5 0 obj\n<< /Type /XRef /Size 6 /Root 1 0 R /W [1 4 2] /Length {} >>\nstream\n",
        rows.len()
    );
    out.extend_from_slice(head.as_bytes());
    out.extend_from_slice(&rows);
    out.extend_from_slice(format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF").as_bytes());
    out
}

#[test]
fn a_file_that_only_begins_like_a_pdf_gets_a_page_with_the_stamp() {
    let (document, organization) = signed();
    let source = b"%PDF-1.4\n% synthetic\n%%EOF\n";
    let result = stamped(source, &document, &organization);
    assert!(result.starts_with(source));
    assert_eq!(pages_and_operators(&result).0, 1);
}

#[test]
fn the_protocol_is_a_page_of_its_own() {
    let (document, organization) = signed();
    let bytes = protocol(&document, &organization).unwrap();
    assert_eq!(pages_and_operators(&bytes).0, 1);
    // What the drawing says can be read again: the map from glyphs to signs tells every letter of the name.
    let text = String::from_utf8_lossy(&bytes).into_owned();
    for sign in "РябининаОльгаСтепановна".chars() {
        assert!(
            text.contains(&format!("<{:04X}>\nendbfchar", u32::from(sign))),
            "{sign}"
        );
    }
}
