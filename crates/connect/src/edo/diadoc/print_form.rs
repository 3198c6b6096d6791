//! The files that the operator makes, and their names.

use crate::edo::OperatorFile;
use crate::http::Answer;

/// The file in the answer; name and type are taken from the second and third where the answer has none.
pub(super) fn file(answer: Answer, usual_name: &str, usual_type: &str) -> OperatorFile {
    let name = answer.disposition.as_deref().and_then(file_name);
    OperatorFile {
        name: name.unwrap_or_else(|| usual_name.to_owned()),
        media_type: answer.media_type.unwrap_or_else(|| usual_type.to_owned()),
        bytes: answer.body,
    }
}

/// The name in `Content-Disposition`: `filename*=UTF-8''…` (RFC 5987) before `filename="…"`; folders are cut off.
fn file_name(disposition: &str) -> Option<String> {
    let parameter = |wanted: &str| {
        disposition.split(';').find_map(|part| {
            let (name, value) = part.split_once('=')?;
            name.trim()
                .eq_ignore_ascii_case(wanted)
                .then(|| value.trim().to_owned())
        })
    };
    let extended = parameter("filename*").and_then(|value| {
        let encoded = value
            .strip_prefix("UTF-8''")
            .or_else(|| value.strip_prefix("utf-8''"))?;
        percent_decoded(encoded)
    });
    let name = extended.or_else(|| parameter("filename").map(|value| value.trim_matches('"').to_owned()))?;
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|c| !c.is_control()).collect();
    (!name.is_empty() && name != "." && name != "..").then_some(name)
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn the_name_of_a_file_never_leads_into_a_folder() {
        let cases = [
            (r#"attachment; filename="act.pdf""#, Some("act.pdf")),
            ("attachment; filename=act.pdf", Some("act.pdf")),
            (
                "attachment; filename*=UTF-8''%D0%90%D0%BA%D1%82.pdf; filename=\"x.pdf\"",
                Some("Акт.pdf"),
            ),
            (r#"attachment; filename="..\..\evil.exe""#, Some("evil.exe")),
            (r#"attachment; filename="../""#, None),
            ("inline", None),
        ];
        for (header, expected) in cases {
            assert_eq!(file_name(header).as_deref(), expected, "{header}");
        }
    }
}
