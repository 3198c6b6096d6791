//! The print form: a small PDF of one page that names the document. In Latin letters, because the PDF brings no font of
//! its own and the fonts of every reader know no others.

use super::view::Exchange;

fn object(out: &mut Vec<u8>, offsets: &mut Vec<usize>, body: &str) {
    offsets.push(out.len());
    let number = offsets.len();
    out.extend(format!("{number} 0 obj\n{body}\nendobj\n").bytes());
}

/// A PDF of one page with these lines.
pub fn page(lines: &[String]) -> Vec<u8> {
    let escape = |line: &str| line.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
    let shown: Vec<String> = lines
        .iter()
        .map(|line| format!("({}) Tj T*", escape(line)))
        .collect();
    let text = format!("BT /F1 11 Tf 16 TL 56 780 Td\n{}\nET", shown.join("\n"));
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    object(&mut out, &mut offsets, "<< /Type /Catalog /Pages 2 0 R >>");
    object(
        &mut out,
        &mut offsets,
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    );
    object(
        &mut out,
        &mut offsets,
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    );
    object(
        &mut out,
        &mut offsets,
        &format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
    );
    object(
        &mut out,
        &mut offsets,
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    );
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", offsets.len() + 1).bytes());
    for offset in &offsets {
        out.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    let trailer = format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        offsets.len() + 1
    );
    out.extend(trailer.bytes());
    out
}

/// The protocol of a transfer: what became of a document and when, as this side sees it.
pub fn protocol(exchange: &Exchange<'_>) -> Vec<u8> {
    let view = exchange.view;
    let mut lines = vec![
        "Diadoc sandbox: protocol of the transfer (no legal force)".to_owned(),
        format!("Message  {}", view.message.id),
        format!("Document {}", exchange.card.entity),
        format!("From box {}", view.message.from.guid()),
        format!("To box   {}", view.message.to.guid()),
    ];
    for seen in &view.seen {
        let part = format!("{:?}", seen.entity.part);
        lines.push(format!("{:20} {}", part, seen.at.0));
    }
    page(&lines)
}

/// The print form of a document.
pub fn pdf(exchange: &Exchange<'_>) -> Vec<u8> {
    let message = exchange.view.message;
    page(&[
        "Diadoc sandbox: print form (no legal force)".to_owned(),
        format!("Message  {}", message.id),
        format!("Document {}", exchange.card.entity),
        format!("From box {}", message.from.guid()),
        format!("To box   {}", message.to.guid()),
        format!("SHA-256  {}", exchange.document.entity.content.id()),
        format!("Size     {} bytes", exchange.document.entity.content.size()),
    ])
}
