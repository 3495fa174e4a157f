//! Tables.

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use super::compiler::{Compiler, Table};
use crate::markup::events::{Events, end_of};

impl Compiler<'_> {
    /// Writes the start of a table, in an element that can be scrolled, by the keyboard too.
    pub(super) fn table(&mut self, alignments: &[Alignment]) {
        self.open_block("<div class=\"table\" tabindex=\"0\">\n<table>\n");
        self.tables.push(Table { alignments: alignments.to_vec(), column: 0, cell: "</td>", is_head: true });
    }

    /// Writes the head of a table, and gives the index of the next event. A head without any text
    /// is left out.
    pub(super) fn table_head(&mut self, events: &Events<'_>, index: usize) -> usize {
        let end = end_of(events, index);
        let is_empty = events[index + 1..end]
            .iter()
            .all(|(event, _)| matches!(event, Event::Start(Tag::TableCell) | Event::End(TagEnd::TableCell)));
        if !is_empty {
            self.out.html("<thead>\n<tr>");
            self.render(events, index + 1..end);
            self.out.html("</tr>\n</thead>\n");
        }
        if let Some(table) = self.tables.last_mut() {
            table.is_head = false;
        }
        if matches!(events.get(end + 1), Some((Event::Start(Tag::TableRow), _))) {
            self.out.html("<tbody>\n");
        }
        end + 1
    }

    pub(super) fn table_row(&mut self) {
        self.out.html("<tr>");
        if let Some(table) = self.tables.last_mut() {
            table.column = 0;
        }
    }

    /// Writes the start of a cell; a cell of the head that is empty heads nothing.
    pub(super) fn table_cell(&mut self, events: &Events<'_>, index: usize) {
        let is_empty = end_of(events, index) == index + 1;
        let Some(table) = self.tables.last_mut() else { return };
        let heads = table.is_head && !is_empty;
        table.cell = if heads { "</th>" } else { "</td>" };
        let class = match table.alignments.get(table.column) {
            Some(Alignment::Left) => " class=\"left\"",
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::None) | None => "",
        };
        table.column += 1;
        self.out.html(if heads { "<th scope=\"col\"" } else { "<td" });
        self.out.html(class);
        self.out.html(">");
    }

    pub(super) fn end_table_cell(&mut self) {
        if let Some(table) = self.tables.last() {
            self.out.html(table.cell);
        }
    }

    pub(super) fn end_table(&mut self, events: &Events<'_>, index: usize) {
        self.tables.pop();
        let has_rows = index > 0 && matches!(events[index - 1].0, Event::End(TagEnd::TableRow));
        self.out.html(if has_rows { "</tbody>\n</table>\n</div>\n" } else { "</table>\n</div>\n" });
    }
}
