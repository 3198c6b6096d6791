use domain::NoticeKind;

use super::{NewProgramNotice, NoticeAbout, ProgramNotice};
use crate::testing::{at, office, record};

fn failed_rule(key: &str, document: domain::DocumentId) -> NewProgramNotice {
    NewProgramNotice {
        key: key.to_owned(),
        notice: ProgramNotice {
            kind: NoticeKind::Rule,
            document: Some(document),
            title: "Значимое событие не отправило документ".to_owned(),
            body: "Счёт № 15, ООО «Ромашка». Нет печатной формы.".to_owned(),
            bare_body: "Счёт № 15.".to_owned(),
        },
        at: at(3),
    }
}

#[test]
fn news_of_the_program_is_told_once_and_stays_when_its_document_goes() {
    let office = office();
    office
        .store
        .write(|w| {
            let document = w.insert_document(&record("15", 0, 100), at(0))?;
            let new = failed_rule("rule/1", document);
            let id = w.add_program_notice(&new)?.unwrap();
            assert_eq!(w.add_program_notice(&new)?, None);
            assert!(w.add_program_notice(&failed_rule("rule/2", document))?.is_some());
            let row = w.unshown_notices()?.remove(0);
            assert_eq!((row.id, row.at, row.read), (id, at(3), false));
            assert_eq!(row.about, NoticeAbout::Program(new.notice.clone()));
            w.mark_shown(id)?;
            w.trash_document(document, at(4))?;
            let left = w.notices(None, 10)?.remove(1);
            let gone = ProgramNotice {
                document: None,
                ..new.notice
            };
            assert_eq!(left.about, NoticeAbout::Program(gone));
            Ok(())
        })
        .unwrap();
}
