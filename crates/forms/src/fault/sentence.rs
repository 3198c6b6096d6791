//! Typst's messages in Russian.

/// A message and an advice for the clerk.
pub struct Told {
    /// A sentence.
    pub message: String,
    /// May be empty.
    pub hint: String,
}

/// What the names of Typst's types and signs are in Russian.
const NAMES: &[(&str, &str)] = &[
    ("array", "список"),
    ("auto", "auto"),
    ("block of code", "код в фигурных скобках"),
    ("body", "тело"),
    ("boolean", "да или нет (true, false)"),
    ("closing brace", "закрывающая фигурная скобка"),
    ("closing bracket", "закрывающая квадратная скобка"),
    ("closing paren", "закрывающая круглая скобка"),
    ("colon", "двоеточие"),
    ("color", "цвет"),
    ("comma", "запятая"),
    ("content", "содержимое"),
    ("datetime", "дата"),
    ("decimal", "десятичное число"),
    ("dictionary", "словарь"),
    ("dot", "точка"),
    ("end of file", "конец текста"),
    ("equals sign", "знак равенства"),
    ("expression", "выражение"),
    ("float", "дробное число"),
    ("function", "функция"),
    ("identifier", "имя"),
    ("integer", "целое число"),
    ("keyword `in`", "слово in"),
    ("length", "длина"),
    ("module", "модуль"),
    ("none", "пусто (none)"),
    ("pattern", "имя"),
    ("ratio", "проценты"),
    ("relative length", "длина"),
    ("semicolon or line break", "точка с запятой или новая строка"),
    ("string", "строка"),
    ("type", "тип"),
];

fn named(name: &str) -> String {
    let name = name.trim();
    if let Some((_, russian)) = NAMES.iter().find(|(english, _)| *english == name) {
        return (*russian).to_owned();
    }
    let parts: Vec<&str> = name.split(", ").flat_map(|part| part.split(" or ")).collect();
    if parts.len() > 1 {
        return parts.into_iter().map(named).collect::<Vec<_>>().join(" или ");
    }
    format!("«{}»", name.trim_matches(['`', '"']))
}

/// How a message begins, and what it means; `{}` stands for the rest of the message.
const BEGINNINGS: &[(&str, &str, &str)] = &[
    (
        "unknown variable: ",
        "Имя «{}» не найдено.",
        "Проверьте, как написано имя. Данные записи стоят в словаре paper, например paper.number.",
    ),
    (
        "unresolved import",
        "Такого имени нет в подключаемом файле.",
        "Функции общего файла перечислены в начале surguch.typ.",
    ),
    (
        "file not found",
        "Файл недоступен: форма видит только surguch.typ, data.json и payment.svg.",
        "Уберите ссылку на файл. Файлы с диска и из сети в форму не попадают.",
    ),
    (
        "package not found",
        "Пакеты Typst в формах не подключаются.",
        "Перенесите нужные функции в саму форму. Ничего из сети не загружается.",
    ),
    (
        "unclosed delimiter",
        "Скобка открыта, но не закрыта.",
        "Найдите парную скобку ниже этого места.",
    ),
    (
        "unclosed string",
        "Кавычка открыта, но не закрыта.",
        "Поставьте закрывающую кавычку \".",
    ),
    ("unclosed label", "Метка не закрыта знаком >.", ""),
    (
        "unclosed raw text",
        "Текст в обратных кавычках не закрыт.",
        "Поставьте закрывающую обратную кавычку.",
    ),
    (
        "unexpected closing",
        "Лишняя закрывающая скобка.",
        "Уберите её или добавьте открывающую.",
    ),
    (
        "loop seems to be infinite",
        "Цикл не заканчивается: сделано 10 000 повторений.",
        "Проверьте условие цикла while.",
    ),
    (
        "condition is always true",
        "Условие цикла всегда верно: цикл не закончился бы.",
        "Проверьте условие цикла while.",
    ),
    (
        "maximum function call depth exceeded",
        "Функция вызывает сама себя без конца.",
        "Проверьте, при каком условии она останавливается.",
    ),
    (
        "maximum layout depth exceeded",
        "Элементы вложены друг в друга слишком глубоко.",
        "",
    ),
    (
        "maximum show rule depth exceeded",
        "Правило show применяется к собственному результату без конца.",
        "",
    ),
    ("missing argument: ", "Не хватает значения «{}».", ""),
    (
        "unexpected argument",
        "Лишнее значение в скобках функции.",
        "Уберите его или проверьте имя.",
    ),
    (
        "array index out of bounds",
        "В списке нет элемента с таким номером.",
        "Номера начинаются с 0. Проверьте длину списка: список.len().",
    ),
    ("cannot divide by zero", "Деление на ноль.", ""),
    (
        "cannot add ",
        "Эти значения нельзя сложить.",
        "Числа превращает в строку функция str(…), строку в число — float(…).",
    ),
    ("cannot subtract ", "Эти значения нельзя вычесть.", ""),
    ("cannot multiply ", "Эти значения нельзя умножить.", ""),
    ("cannot compare ", "Эти значения нельзя сравнить.", ""),
    (
        "cannot join ",
        "Эти значения нельзя поставить рядом.",
        "Поставьте перед значением знак # или превратите его в строку: str(…).",
    ),
    (
        "dictionary does not contain key ",
        "В данных нет поля {}.",
        "Проверьте имя поля. Все поля записи видны в подсказке к формам.",
    ),
    ("cannot access field", "У этого значения нет таких полей.", ""),
    (
        "the character `#` is not valid in code",
        "Знак # здесь не нужен.",
        "В коде имена пишутся без #.",
    ),
    ("the character ", "Этот знак здесь недопустим.", ""),
    ("failed to parse JSON", "Данные записи не читаются.", ""),
    (
        "PDF/A",
        "Форму нельзя сохранить как PDF/A.",
        "Уберите то, чего не допускает этот формат: прозрачность, знаки без шрифта, вложения.",
    ),
];

/// The message in Russian; a message that is not known stays as it is, with an introduction.
pub fn told(message: &str, hints: &[&str]) -> Told {
    let known = beginning(message)
        .or_else(|| expected(message))
        .or_else(|| lacking(message));
    let mut told = known.unwrap_or_else(|| Told {
        message: format!("Форма не печатается: {message}."),
        hint: String::new(),
    });
    if told.hint.is_empty() {
        told.hint = hints.join("; ");
    }
    told
}

fn beginning(message: &str) -> Option<Told> {
    BEGINNINGS.iter().find_map(|(beginning, russian, hint)| {
        let rest = message.strip_prefix(beginning)?;
        let rest = rest.trim().replace('"', "");
        let rest = if beginning.starts_with("dictionary") {
            format!("«{rest}»")
        } else {
            rest
        };
        Some(Told {
            message: russian.replace("{}", &rest),
            hint: (*hint).to_owned(),
        })
    })
}

fn expected(message: &str) -> Option<Told> {
    let rest = message.strip_prefix("expected ")?;
    let message = match rest.split_once(", found ") {
        Some((wanted, found)) => format!("Здесь нужно: {}. Стоит: {}.", named(wanted), named(found)),
        None => format!("Здесь нужно: {}.", named(rest)),
    };
    Some(Told {
        message,
        hint: String::new(),
    })
}

/// «type string has no method `x`», «array does not contain field "x"», «module `m` does not contain `x`».
fn lacking(message: &str) -> Option<Told> {
    let (owner, lacks) = [
        "has no method",
        "does not contain field",
        "does not contain",
        "has no field",
    ]
    .into_iter()
    .find_map(|words| message.split_once(words))?;
    let owner = owner.trim().trim_start_matches("type ");
    let lacks = lacks.trim().trim_matches(['`', '"', ':', ' ']);
    Some(Told {
        message: format!(
            "У значения «{}» нет «{lacks}».",
            named(owner).trim_matches(['«', '»'])
        ),
        hint: String::new(),
    })
}
