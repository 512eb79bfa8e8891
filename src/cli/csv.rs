//! Tables as text (RFC 4180): fields between commas or, as offices write them, semicolons.

/// A line of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The line of the file in which it begins, from 1.
    pub line: usize,
    pub fields: Vec<String>,
}

/// Reads a table. Lines without anything in them are left out; spaces around a field do not count.
///
/// # Errors
/// The line in which a quoted field begins that has no end.
pub fn read(text: &str) -> Result<Vec<Record>, usize> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let between = separator(text.lines().next().unwrap_or_default());
    let mut records = Vec::new();
    let (mut line, mut begins) = (1, 1);
    let (mut fields, mut field) = (Vec::new(), String::new());
    // Where the quoted part of a field begins.
    let mut quoted: Option<usize> = None;
    let mut letters = text.chars().chain(['\n']).peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted.is_some() && letters.peek() == Some(&'"') => {
                field.push('"');
                letters.next();
            }
            '"' if quoted.is_some() => quoted = None,
            // The end of the text ends nothing that is quoted.
            '\n' if quoted.is_some() && letters.peek().is_none() => {}
            _ if quoted.is_some() => field.push(letter),
            '"' if field.trim().is_empty() => quoted = Some(line),
            _ if letter == between => fields.push(std::mem::take(&mut field).trim().to_owned()),
            '\n' => {
                fields.push(std::mem::take(&mut field).trim().to_owned());
                let fields = std::mem::take(&mut fields);
                if fields.iter().any(|field| !field.is_empty()) {
                    records.push(Record {
                        line: begins,
                        fields,
                    });
                }
                begins = line + 1;
            }
            _ => field.push(letter),
        }
        line += usize::from(letter == '\n');
    }
    match quoted {
        Some(line) => Err(line),
        None => Ok(records),
    }
}

/// What stands between the fields of this first line, outside quotes.
fn separator(first: &str) -> char {
    let outside = first.split('"').step_by(2);
    if outside.flat_map(str::chars).any(|letter| letter == ';') {
        ';'
    } else {
        ','
    }
}

/// A line of a table, with its end.
pub fn line(fields: &[&str]) -> String {
    let quoted = |field: &&str| {
        if field.contains([',', ';', '"', '\n', '\r']) || field.trim() != *field {
            format!("\"{}\"", field.replace('"', "\"\""))
        } else {
            (*field).to_owned()
        }
    };
    let fields: Vec<String> = fields.iter().map(quoted).collect();
    format!("{}\n", fields.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Vec<Vec<String>> {
        let records = read(text).unwrap();
        records.into_iter().map(|record| record.fields).collect()
    }

    #[test]
    fn a_line_survives_being_written() {
        let odd = ["a,b", "c;d", "e\"f", "g\nh", " i ", "", "zażółć"];
        let [back] = &fields(&line(&odd))[..] else {
            panic!("one line");
        };
        let trimmed: Vec<&str> = odd.iter().map(|field| field.trim()).collect();
        assert_eq!(*back, trimmed);
    }

    #[test]
    fn commas_and_semicolons_and_ends_of_lines_are_known() {
        let expected = [["a", "b"], ["1", "2"]];
        for text in [
            "a,b\n1,2\n",
            "a;b\r\n1;2",
            "\u{feff}a, b\n\n ,\n\"1\",\"2\"",
        ] {
            assert_eq!(fields(text), expected, "{text:?}");
        }
        assert!(read("").unwrap().is_empty());
    }

    #[test]
    fn lines_are_counted_as_an_editor_does() {
        let lines: Vec<usize> = read("a,b\n\n1,\"2\n3\"\n4,5\n")
            .unwrap()
            .iter()
            .map(|record| record.line)
            .collect();
        assert_eq!(lines, [1, 3, 5]);
        assert_eq!(read("a,b\n1,\"2\n3"), Err(2));
    }
}
