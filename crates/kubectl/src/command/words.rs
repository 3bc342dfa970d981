//! A command line into words, as a shell does: quotes, backslashes, blanks, comments.

/// The signs at the beginning of a word by which a shell does more than one command, or sends its output elsewhere. Within a word
/// they are taken as they are, since `-l rank>9` is what is meant.
const OPERATORS: [char; 6] = ['|', '&', ';', '<', '>', '`'];

/// The words of a line; an error when a quote is left open, or when a shell would do more with it than run one command.
pub fn split(line: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut characters = line.chars();
    while let Some(c) = characters.next() {
        match (quote, c) {
            (None, ' ' | '\t' | '\n') => words.extend(word.take()),
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (Some(open), c) if open == c => quote = None,
            (Some('"'), '\\') => {
                let next = characters.next().unwrap_or('\\');
                let word = word.get_or_insert_default();
                if !matches!(next, '"' | '\\' | '$' | '`') {
                    word.push('\\');
                }
                word.push(next);
            }
            (None, '#') if word.is_none() => break,
            (None, c) if c == ';' || word.is_none() && OPERATORS.contains(&c) => return Err(one_command(c)),
            (None, '\\') => word.get_or_insert_default().extend(characters.next()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    match quote {
        Some(quote) => Err(format!("sh: unexpected end of line while looking for matching `{quote}'")),
        None => Ok(words),
    }
}

fn one_command(operator: char) -> String {
    format!(
        "podlab: a shell would do more at `{operator}`, and no shell is played here: type one command at a time, and quote a word that holds this sign"
    )
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_line_is_one_command() {
        for (line, sign) in [
            ("get po | grep web", "`|`"),
            ("get po && get svc", "`&`"),
            ("get po -o yaml > a", "`>`"),
            ("get po; get svc", "`;`"),
        ] {
            let said = split(line).unwrap_err();
            assert!(said.contains(sign), "{said}");
        }
        assert_eq!(split("get po # those that run").unwrap(), ["get", "po"]);
        assert_eq!(split("get po -l 'a|b' a#b").unwrap(), ["get", "po", "-l", "a|b", "a#b"]);
    }

    #[test]
    fn quotes_hold_words_together() {
        let words = split(r#"get pod -o 'jsonpath={.a b}' "x \"y\"" a\ b ''"#).unwrap();
        assert_eq!(words, ["get", "pod", "-o", "jsonpath={.a b}", "x \"y\"", "a b", ""]);
        assert!(split("get 'pod").is_err());
    }
}
