//! The tables of words that ship with the program: lines of cells with tabs between them.

/// The rows of a table in its order, each in its cells. Blank lines, and comments ("#" opens the line), are none.
///
/// ```
/// use chancery_model::table::rows;
/// let table = "# name\tcapital\nNorvia\tNorhavn\n\nEstmark\t\n";
/// assert_eq!(Vec::from_iter(rows(table)), [["Norvia", "Norhavn"], ["Estmark", ""]]);
/// ```
pub fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = table.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines.map(|line| line.split('\t').collect())
}

/// What a cell lists, with ";" between; an empty cell lists nothing.
///
/// ```
/// use chancery_model::table::list;
/// assert_eq!(Vec::from_iter(list("the Palace;Norhavn")), ["the Palace", "Norhavn"]);
/// assert_eq!(list("").count(), 0);
/// ```
pub fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').filter(|item| !item.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_blank_lines_are_no_rows_and_empty_cells_are_cells() {
        let table = "# a\tb\r\n1\t\t3\r\n \t\n\n#2\tx\n4 # 5\t6";
        assert_eq!(Vec::from_iter(rows(table)), [vec!["1", "", "3"], vec!["4 # 5", "6"]]);
        assert_eq!(rows("").count(), 0);
    }

    #[test]
    fn a_list_has_no_empty_items() {
        assert_eq!(Vec::from_iter(list("a;;b c;")), ["a", "b c"]);
    }
}
