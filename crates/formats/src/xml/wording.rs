//! The reader's errors in Russian. Deliberately coarse: the clerk needs the place and the gist.

use quick_xml::Error;
use quick_xml::errors::{IllFormedError, SyntaxError};
use quick_xml::events::attributes::AttrError;

use crate::error::short;

/// What is wrong, without a full stop.
pub fn of(error: &Error) -> String {
    match error {
        Error::Syntax(SyntaxError::UnclosedComment) => "комментарий не закрыт".to_owned(),
        Error::Syntax(SyntaxError::InvalidBangMarkup) => "неизвестная разметка после «<!»".to_owned(),
        Error::Syntax(_) => "файл обрывается внутри тега".to_owned(),
        Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
            format!(
                "закрыт элемент «{}», а открыт «{}»",
                short(found),
                short(expected)
            )
        }
        Error::IllFormed(IllFormedError::UnmatchedEndTag(found)) => {
            format!("закрыт элемент «{}», который не открывали", short(found))
        }
        Error::IllFormed(IllFormedError::MissingEndTag(name)) => {
            format!("элемент «{}» не закрыт", short(name))
        }
        Error::IllFormed(IllFormedError::UnclosedReference) => "знак «&» записан без обозначения".to_owned(),
        Error::InvalidAttr(error) => of_attribute(error),
        Error::Escape(_) => "неизвестное обозначение после знака «&»".to_owned(),
        _ => "разметка нарушена".to_owned(),
    }
}

/// What is wrong with an attribute, without a full stop.
pub fn of_attribute(error: &AttrError) -> String {
    match error {
        AttrError::Duplicated(..) => "атрибут записан дважды".to_owned(),
        _ => "неверно записан атрибут".to_owned(),
    }
}
