//! Bytes as other libraries write them, spelled out by hand.

use serde_json::json;

use super::read::Fault;
use super::schema::{self, Kind, Message, REQUESTS, Rule};
use super::wire::{Broken, Raw, Reader};
use super::{answer, read, request, write};

fn message(name: &str) -> &'static Message {
    request(name).unwrap()
}

/// Everything that can be reached from here.
fn reachable(from: &'static Message, seen: &mut Vec<&'static Message>) {
    if seen.iter().any(|one| std::ptr::eq(*one, from)) {
        return;
    }
    seen.push(from);
    for field in from.fields {
        if let Kind::Message(inner) = field.kind {
            reachable(inner, seen);
        }
    }
}

fn all() -> Vec<&'static Message> {
    let mut seen = Vec::new();
    let answers = [
        &schema::ORGANIZATION_LIST,
        &schema::USER_V2,
        &schema::COUNTERAGENT_LIST,
        &schema::BOX_COUNTERAGENT_EVENT_LIST,
        &schema::GET_ORGANIZATIONS_BY_INN_LIST_RESPONSE,
        &schema::ASYNC_METHOD_RESULT,
        &schema::ACQUIRE_COUNTERAGENT_RESULT_V2,
        &schema::ROAMING_OPERATOR_LIST,
        &schema::EMPLOYEE_LIST,
        &schema::ORGANIZATION_USER_PERMISSIONS,
        &schema::SIGNATURE_INFO,
        &schema::GET_DOCFLOW_BATCH_RESPONSE,
        &schema::GET_DOCUMENT_TYPES_RESPONSE,
        &schema::GET_DOCUMENT_TYPES_RESPONSE_V2,
        &schema::GET_DOCUMENT_TYPES_RESPONSE_V3,
        &schema::BOX_EVENT_LIST,
        &schema::DOCUMENT_LIST,
        &schema::GET_DOCFLOW_BATCH_RESPONSE_V4,
    ];
    for one in REQUESTS.iter().copied().chain(answers) {
        reachable(one, &mut seen);
    }
    seen
}

#[test]
fn fields_of_every_message_stand_in_the_order_of_their_numbers_and_have_different_names() {
    let all = all();
    assert!(all.len() > 60, "{}", all.len());
    for message in all {
        let numbers: Vec<_> = message.fields.iter().map(|field| field.number).collect();
        assert!(numbers.is_sorted_by(|one, next| one < next), "{}", message.name);
        let mut names: Vec<_> = message.fields.iter().map(|field| field.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), numbers.len(), "{}", message.name);
    }
}

#[test]
fn a_log_in_is_written_as_the_libraries_write_it_and_read_back() {
    let bytes = b"\x0a\x04anna\x12\x06\xd0\xb0\xd0\xb1\xd0\xb2";
    let value = json!({"Login": "anna", "Password": "абв"});
    assert_eq!(read(message("LoginPassword"), bytes).unwrap(), value);
    assert_eq!(write(message("LoginPassword"), &value).unwrap(), bytes);
}

#[test]
fn ticks_are_eight_little_endian_bytes_and_a_negative_value_takes_ten() {
    let event = json!({
        "EventId": "e",
        "Patch": {
            "MessageId": "m", "TimestampTicks": 638_840_213_353_178_450_i64, "PatchId": "p", "MessageType": "Letter",
            "Entities": [{"EntityId": "n", "AttachmentType": "UnknownAttachmentType", "Content": {"Size": -1}}],
        },
    });
    let entity = b"\x12\x01n\x22\x05\x0d\xff\xff\xff\xff\x28\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01";
    let mut patch = b"\x0a\x01m\x11".to_vec();
    patch.extend_from_slice(&638_840_213_353_178_450_i64.to_le_bytes());
    patch.extend_from_slice(b"\x1a\x15");
    patch.extend_from_slice(entity);
    patch.extend_from_slice(b"\x6a\x01p\x78\x01");
    let mut bytes = b"\x0a\x01e\x1a".to_vec();
    bytes.push(u8::try_from(patch.len()).unwrap());
    bytes.extend_from_slice(&patch);
    assert_eq!(write(&schema::BOX_EVENT, &event).unwrap(), bytes);
    assert_eq!(read(&schema::BOX_EVENT, &bytes).unwrap(), event);
}

#[test]
fn a_size_beyond_two_gigabytes_is_unknown() {
    let entity = json!({"EntityId": "n", "Content": {"Size": 3_000_000_000_u64}});
    let event = json!({"EventId": "e", "Message": {
        "MessageId": "m", "TimestampTicks": 1, "LastPatchTimestampTicks": 1, "FromBoxId": "f", "FromTitle": "t",
        "LockMode": "None", "MessageType": "Letter", "Entities": [entity],
    }});
    let bytes = write(&schema::BOX_EVENT, &event).unwrap();
    let again = read(&schema::BOX_EVENT, &bytes).unwrap();
    assert_eq!(again["Message"]["Entities"][0]["Content"]["Size"], -1);
}

#[test]
fn optional_texts_that_are_empty_are_absent_and_required_ones_are_not() {
    let value = json!({"UserId": "", "Login": "", "IsRegistered": false});
    assert_eq!(write(&schema::USER_V2, &value).unwrap(), b"\x0a\x00\x20\x00");
}

#[test]
fn an_answer_without_something_required_is_not_written() {
    for (message, value, place) in [
        (
            &schema::BOX_EVENT_LIST,
            json!({"Events": []}),
            "BoxEventList.TotalCountType",
        ),
        (
            &schema::COUNTERAGENT_LIST,
            json!({"TotalCount": 0}),
            "CounteragentList.TotalCountType",
        ),
        (
            &schema::ORGANIZATION_LIST,
            json!({"Organizations": [{"OrgId": "1", "Inn": "2", "FullName": "3"}]}),
            "OrganizationList.Organizations.Sociability",
        ),
        (
            &schema::BOX_EVENT_LIST,
            json!({"TotalCountType": "SomethingNew"}),
            "BoxEventList.TotalCountType",
        ),
    ] {
        assert_eq!(write(message, &value).unwrap_err().place, place);
    }
}

#[test]
fn what_must_be_there_for_the_libraries_is_marked_as_required() {
    let is_required = |message: &Message, name: &str| {
        let field = message.fields.iter().find(|field| field.name == name);
        field.is_some_and(|field| field.rule == Rule::Required)
    };
    for (message, names) in [
        (
            &schema::ORGANIZATION,
            &["Sociability", "OrganizationType", "ReadyForEpdStatus"][..],
        ),
        (&schema::BOX, &["BoxIdGuid"]),
        (&schema::MESSAGE, &["LockMode", "MessageType"]),
        (&schema::MESSAGE_PATCH, &["PatchId", "MessageType"]),
        (&schema::BOX_EVENT_LIST, &["TotalCountType"]),
        (&schema::COUNTERAGENT_LIST, &["TotalCountType"]),
    ] {
        for name in names {
            assert!(is_required(message, name), "{}.{name}", message.name);
        }
    }
    let of_document = [63, 64, 65, 66, 68, 69, 70, 71, 74, 75, 76, 80];
    for number in of_document {
        assert_eq!(
            schema::DOCUMENT.field(number).unwrap().rule,
            Rule::Required,
            "{number}"
        );
    }
}

/// `MessageToPost` with a sender, a recipient and one document without anything optional.
fn posting() -> Vec<u8> {
    b"\x0a\x01f\x12\x01t\x92\x02\x11\x0a\x04\x0a\x02%P\x62\x09Invoice42".to_vec()
}

#[test]
fn unknown_fields_of_every_wire_type_are_passed_over() {
    let expected = read(message("MessageToPost"), &posting()).unwrap();
    assert_eq!(
        expected["DocumentAttachments"],
        json!([{"SignedContent": {"Content": "JVA="}, "TypeNamedId": "Invoice42"}])
    );
    let unknown: [&[u8]; 5] = [
        b"\xf8\x3f\x01",
        b"\xf9\x3f12345678",
        b"\xfa\x3f\x03abc",
        b"\xfd\x3f1234",
        // A group with a group within.
        b"\xfb\x3f\x08\x01\x13\x08\x01\x14\xfc\x3f",
    ];
    for extra in unknown {
        let bytes = [posting(), extra.to_vec()].concat();
        assert_eq!(
            read(message("MessageToPost"), &bytes).unwrap(),
            expected,
            "{extra:?}"
        );
    }
}

#[test]
fn of_a_field_that_comes_twice_the_last_counts_and_structures_are_merged() {
    let docflow = message("GetDocflowBatchRequest");
    // Requests[0] with DocumentId {MessageId: "a"} and then DocumentId {MessageId: "b", EntityId: "c"}.
    let bytes = b"\x0a\x0d\x0a\x03\x0a\x01a\x0a\x06\x0a\x01b\x12\x01c";
    assert_eq!(
        read(docflow, bytes).unwrap(),
        json!({"Requests": [{"DocumentId": {"MessageId": "b", "EntityId": "c"}}]})
    );
}

#[test]
fn a_value_of_an_enumeration_that_nobody_knows_stays_a_number() {
    let bytes = [posting(), b"\x98\x02\x63".to_vec()].concat();
    assert_eq!(read(message("MessageToPost"), &bytes).unwrap()["LockMode"], 99);
    let known = [posting(), b"\x98\x02\x03".to_vec()].concat();
    assert_eq!(
        read(message("MessageToPost"), &known).unwrap()["LockMode"],
        "Full"
    );
}

#[test]
fn a_repeated_number_is_understood_packed_and_one_by_one() {
    let head = b"\x0a\x01n\x12\x01t";
    let tail = b"\x20\x01\x52\x00";
    let wrap = |middle: &[u8]| {
        let inner = [&head[..], middle, tail].concat();
        [&[0x0a, u8::try_from(inner.len()).unwrap()], &inner[..]].concat()
    };
    for middle in [&b"\x18\x00\x18\x01"[..], b"\x1a\x02\x00\x01"] {
        let value = read(&schema::GET_DOCUMENT_TYPES_RESPONSE_V3, &wrap(middle)).unwrap();
        assert_eq!(value["DocumentTypes"][0]["SupportedDocflows"], json!([0, 1]));
    }
}

#[test]
fn every_required_field_that_is_missing_is_named() {
    let cases: [(&str, &[u8], &str); 3] = [
        ("LoginPassword", b"\x0a\x01a", "LoginPassword.Password"),
        ("MessageToPost", b"\x12\x01t", "MessageToPost.FromBoxId"),
        (
            "MessageToPost",
            b"\x0a\x01f\x92\x02\x03\x62\x01I",
            "MessageToPost.DocumentAttachments.SignedContent",
        ),
    ];
    for (name, bytes, place) in cases {
        let error = read(message(name), bytes).unwrap_err();
        assert_eq!((error.what, error.place.as_str()), (Fault::Absent, place));
    }
}

#[test]
fn hostile_bytes_are_refused_and_never_more_than_that() {
    let posting = posting();
    for length in 0..posting.len() {
        // A prefix is cut off, lacks something, or ends between two fields.
        let _ = read(message("MessageToPost"), posting.get(..length).unwrap());
    }
    let refused: [(&[u8], Fault); 9] = [
        (b"\x0a\xff\xff\xff\xff\xff\xff\xff\xff\x7f", Broken::CutOff.into()),
        (b"\x0a\x05ab", Broken::CutOff.into()),
        (b"\x09\x01", Broken::CutOff.into()),
        (
            b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
            Broken::LongNumber.into(),
        ),
        (b"\x00\x01", Broken::FieldNumber.into()),
        (b"\x0e", Broken::WireType.into()),
        (b"\x0c", Broken::WireType.into()),
        (b"\x08\x01", Fault::WireType),
        (b"\x0a\x01\xff", Fault::Text),
    ];
    for (bytes, what) in refused {
        assert_eq!(
            read(message("MessageToPost"), bytes).unwrap_err().what,
            what,
            "{bytes:?}"
        );
    }
    let groups = b"\x7b".repeat(1_000);
    let deep = read(message("MessageToPost"), &groups).unwrap_err();
    assert_eq!(deep.what, Broken::Depth.into());
    let unclosed = read(message("MessageToPost"), b"\x7b\x7b").unwrap_err();
    assert_eq!(unclosed.what, Broken::CutOff.into());
}

#[test]
fn two_bytes_each_do_not_become_a_gigabyte() {
    // Empty documents, and fields that nobody knows.
    for pattern in [&b"\x22\x00"[..], b"\xf8\x3f\x01"] {
        let bytes = pattern.repeat(100_001);
        assert_eq!(
            read(message("MessageToPost"), &bytes).unwrap_err().what,
            Fault::Size
        );
    }
    let packed = [
        b"\x0a\x00\x12\x00\x20\x00\x52\x00\x1a\xa1\x8d\x06".to_vec(),
        vec![1; 100_001],
    ]
    .concat();
    let length = u32::try_from(packed.len()).unwrap();
    let mut bytes = vec![0x0a];
    let mut rest = length;
    while rest > 127 {
        bytes.push(u8::try_from(rest & 127).unwrap() | 128);
        rest >>= 7;
    }
    bytes.push(u8::try_from(rest).unwrap());
    bytes.extend_from_slice(&packed);
    let error = read(&schema::GET_DOCUMENT_TYPES_RESPONSE_V3, &bytes).unwrap_err();
    assert_eq!(error.what, Fault::Size);
}

#[test]
fn the_wire_gives_fields_one_by_one() {
    let mut reader = Reader::new(b"\x08\x96\x01\x12\x01a");
    assert_eq!(reader.field(), Ok(Some((1, Raw::Varint(150)))));
    assert_eq!(reader.field(), Ok(Some((2, Raw::Bytes(b"a")))));
    assert_eq!(reader.field(), Ok(None));
}

#[test]
fn a_method_without_a_structure_answers_with_none() {
    assert!(answer("getentitycontent", 4).is_none());
    assert!(answer("getmyorganizations", 0).is_some());
}
