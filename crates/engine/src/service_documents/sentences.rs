//! Why something is not told about a document, for people.

use domain::{Obstacle, ServiceDocumentKind as Kind};

use super::refused;
use crate::error::Error;

/// A correction of what has no form.
pub(super) const AMENDMENT_WITHOUT_FORM: &str = "Уточнение запрашивают по документу установленного формата, а это обычный файл. \
     Контрагенту ничего не отправлено. Откажите в подписи с причиной или договоритесь с контрагентом.";

/// A message about what has no form.
pub(super) const MESSAGE_WITHOUT_FORM: &str = "Сообщение отправляют по документу установленного формата, а это обычный файл. \
     Контрагенту ничего не отправлено. Напишите контрагенту другим способом.";

/// The operator names no day of universal messages for such documents.
pub(super) const MESSAGES_NOT_TAKEN: &str = "Оператор ещё не принимает универсальные сообщения по документам этого вида. \
     Контрагенту ничего не отправлено. Напишите контрагенту другим способом.";

/// Nothing of this document allows it. `why` is none where the operator reported nothing.
pub(super) fn not_now(kind: Kind, why: Option<Obstacle>) -> Error {
    match why.unwrap_or(Obstacle::NotAwaited) {
        Obstacle::NotAwaited => not_awaited(kind),
        Obstacle::IsOurOwn => refused(
            "not_inbound",
            "Этот документ отправили мы, а отвечает на него получатель. Контрагенту ничего не отправлено. Чтобы исправить \
             свой документ, отправьте исправленный или предложите аннулировать этот.",
        ),
        Obstacle::NotDelivered if kind == Kind::InfoMessage => refused(
            "not_delivered",
            "Документ ещё не у контрагента, поэтому сообщение о нём не дойдёт. Контрагенту ничего не отправлено. Дождитесь \
             доставки и обновите документы.",
        ),
        Obstacle::NotDelivered => refused(
            "not_delivered",
            "Документ ещё не у контрагента, поэтому аннулировать нечего. Документ не изменён. Дождитесь доставки и обновите \
             документы.",
        ),
        Obstacle::Removed => refused(
            "document_removed",
            "Документ удалён из ящика у оператора. Контрагенту ничего не отправлено. Восстановите документ в кабинете \
             оператора и повторите.",
        ),
        Obstacle::Revoked => refused(
            "already_revoked",
            "Документ уже аннулирован. Контрагенту ничего не отправлено, документ не изменён.",
        ),
        Obstacle::RevocationOpen => refused(
            "revocation_open",
            "Аннулирование этого документа уже предложено и ждёт ответа. Второе предложение не отправлено. Дождитесь ответа \
             или ответьте на предложение контрагента.",
        ),
        Obstacle::Rejected => refused(
            "signature_was_rejected",
            "В подписи этого документа отказано, он не вступил в силу. Контрагенту ничего не отправлено.",
        ),
        Obstacle::Unfinished => refused(
            "docflow_unfinished",
            "Аннулировать можно документ, по которому обмен завершён, а здесь ещё ждут подписи или извещения о получении. \
             Контрагенту ничего не отправлено. Завершите обмен или откажите в подписи.",
        ),
    }
}

fn not_awaited(kind: Kind) -> Error {
    match kind {
        Kind::ReceiptNotice => refused(
            "receipt_not_awaited",
            "Оператор не ждёт от нас извещения о получении этого документа. Документ не изменён. Если статус устарел, \
             обновите документы.",
        ),
        Kind::SignatureRejection => refused(
            "rejection_not_awaited",
            "Отказать можно только в подписи, которой ждут от нас, а под этим документом её не ждут. Документ не изменён. \
             Если статус устарел, обновите документы.",
        ),
        Kind::AmendmentRequest => refused(
            "amendment_not_possible",
            "Уточнение по этому документу уже запрошено, или документ ещё не получен от оператора. Контрагенту ничего не \
             отправлено. Если статус устарел, обновите документы.",
        ),
        Kind::RevocationRequest => refused(
            "revocation_not_possible",
            "Документа нет у оператора, или об его аннулировании оператор сообщил то, чего программа не знает. Контрагенту \
             ничего не отправлено. Если статус устарел, обновите документы.",
        ),
        Kind::RevocationAcceptance | Kind::RevocationRejection => refused(
            "revocation_not_asked",
            "Контрагент не просит аннулировать этот документ. Документ не изменён. Если статус устарел, обновите документы.",
        ),
        Kind::InfoMessage => refused(
            "message_not_possible",
            "Документа нет у оператора, поэтому сообщение о нём не отправить. Контрагенту ничего не отправлено. Если статус \
             устарел, обновите документы.",
        ),
        Kind::ShipmentFixationCancellation => refused(
            "cancellation_not_awaited",
            "Оператор не ждёт отмены сведений об отгрузке: в документе нет маркированных товаров, документ в силе или сведения \
             уже отменены. Ничего не отправлено, документ не изменён. Если статус устарел, обновите документы.",
        ),
    }
}

/// One is on its way already.
pub(super) fn under_way(kind: Kind) -> &'static str {
    match kind {
        Kind::ReceiptNotice => {
            "Извещение о получении уже уходит оператору. Второй раз оно не отправлено. Дождитесь результата в разделе \
             «Отправка»."
        }
        Kind::SignatureRejection => {
            "Отказ в подписи уже уходит оператору. Второй раз он не отправлен. Дождитесь результата в разделе «Отправка»."
        }
        Kind::AmendmentRequest => {
            "Запрос уточнения уже уходит оператору. Второй раз он не отправлен. Дождитесь результата в разделе «Отправка»."
        }
        Kind::RevocationRequest => {
            "Предложение об аннулировании уже уходит оператору. Второй раз оно не отправлено. Дождитесь результата в разделе \
             «Отправка»."
        }
        Kind::InfoMessage => {
            "Сообщение об этом документе уже уходит оператору. Второе не отправлено. Дождитесь результата в разделе «Отправка»."
        }
        Kind::ShipmentFixationCancellation => {
            "Отмена сведений об отгрузке уже уходит оператору. Второй раз она не отправлена. Дождитесь результата в разделе \
             «Отправка»."
        }
        Kind::RevocationAcceptance | Kind::RevocationRejection => {
            "Ответ на предложение об аннулировании уже уходит оператору. Второй раз он не отправлен. Дождитесь результата в \
             разделе «Отправка»."
        }
    }
}
