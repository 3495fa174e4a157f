//! Warns when the language that a text is found to be in differs from the one it is declared to be
//! in.

use std::collections::BTreeMap;
use std::ops::Range;

use super::keys::post_key;
use super::{Context, Document, Field, PageContent, Raw, Record, Stem};
use crate::base::{Code, Diagnostic, FilePath, Origin, Place, Span, Spanned};
use crate::locale::{Detector, Evidence, Locale, sentences};
use crate::markup::{Passage, PassageKind, passages};

/// Warns of a page that is written in another language than it claims, else of its sections,
/// passages and sentences that are; and of one in the folder of a language which the site has not,
/// if it is written in that.
///
/// `known` has the passages that are known already, by the places of their values.
pub(super) fn check(
    document: &Document,
    content: PageContent<'_>,
    mut known: BTreeMap<Span, Vec<Passage>>,
    context: &Context,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Document { file, stem, locale, unlisted_folder, .. } = document;
    let detector = context.judge();
    if detector.is_none() && unlisted_folder.is_none() {
        return;
    }
    let (first, parts) = match content {
        PageContent::Markdown(text) => (None, vec![Block::of_text(file, text)]),
        PageContent::Records(records) => {
            let parts = records.iter().enumerate();
            let part = |(index, record)| Block::of_record(file, record, index > 0, &mut known);
            (records.first(), parts.map(part).collect())
        }
    };
    let mut whole = Evidence::default();
    parts.iter().filter(|part| part.locale.is_none()).for_each(|part| whole.add(&part.evidence));
    if let Some(folder) = unlisted_folder
        && Detector::new(&[locale.clone(), folder.language.clone()]).contradict(locale, &whole).is_some()
    {
        let fault = folder.fault(document, &context.locales);
        diagnostics.push(fault.note(format!("the text is in `{}`", folder.language)));
    }
    let Some(detector) = detector else { return };
    let judge = PassageChecker { file, detector };
    let page = detector.contradict(locale, &whole);
    if let Some(written) = page {
        let field = |key| first.and_then(|page| page.get(key)).map(|field| field.value.span());
        let claim = field("page/locale");
        let title = field("page/title").or_else(|| Some(parts.first()?.first())).unwrap_or_default();
        diagnostics.push(judge.page(stem, locale, written, claim, title));
    }
    for part in &parts {
        match &part.locale {
            Some(own) => judge.part(part, &own.value, Some(own.span), diagnostics),
            None if page.is_none() => judge.part(part, locale, None, diagnostics),
            None => {}
        }
    }
}

/// Warns of the passages of a text that are not in the language it claims.
pub(super) fn check_text(
    text: &str,
    origin: &Origin,
    locale: &Locale,
    context: &Context,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(detector) = context.judge() else { return };
    let judge = PassageChecker { file: &origin.file, detector };
    let part = Block::new(None, vec![passages(text, origin)]);
    diagnostics.extend(judge.told_of(&judge.foreign(&part, locale), locale));
}

/// The keys of a page whose values are one line of text.
const LINES: [&str; 8] = [
    "page/title",
    "open-graph/title",
    "open-graph/description",
    "open-graph/image-alt",
    "section/title",
    "section/sub-title",
    "section/image-alt",
    "section/note",
];

/// The keys of a page whose values are Markdown.
const MARKDOWN: [&str; 2] = ["page/body", "section/body"];

/// A block of a page: its own, or a section.
struct Block {
    is_section: bool,
    locale: Option<Spanned<Locale>>,
    /// What speaks for the language of the page: quotations are left out.
    prose: Vec<Prose>,
    evidence: Evidence,
}

struct Prose {
    passage: Passage,
    evidence: Evidence,
    /// Two whose numbers follow each other are neighbours.
    number: usize,
}

impl Block {
    fn of_record(
        file: &FilePath,
        record: &Record,
        is_section: bool,
        known: &mut BTreeMap<Span, Vec<Passage>>,
    ) -> Self {
        let mut fields: Vec<Vec<Passage>> =
            record.fields.iter().map(|field| passages_of(file, field, known)).collect();
        let locale = record.get("section/locale").and_then(|field| {
            let tag = match &field.value {
                Raw::Text(text) => Locale::parse(text.value.trim().strip_prefix(':')?),
                Raw::Form(form) => Locale::parse(form.as_keyword()?),
            };
            Some(Spanned::new(tag?, field.value.span()))
        });
        if record.is_quotation() {
            let passages = record.fields.iter().zip(&mut fields);
            let body = passages.filter(|(field, _)| field.key.value == "section/body");
            body.flat_map(|(_, passages)| passages).for_each(|it| it.kind = PassageKind::Quotation);
        }
        Self { is_section, ..Self::new(locale, fields) }
    }

    fn of_text(file: &FilePath, text: &str) -> Self {
        let origin = Origin { file: file.clone(), span: Span::new(0, text.len()), verbatim: true };
        Self::new(None, vec![passages(text, &origin)])
    }

    fn new(locale: Option<Spanned<Locale>>, fields: Vec<Vec<Passage>>) -> Self {
        let mut part = Self { is_section: false, locale, prose: Vec::new(), evidence: Evidence::default() };
        let mut number = 0;
        for field in fields {
            for passage in field {
                // Attributes do not split a block.
                number += usize::from(passage.kind != PassageKind::Line);
                if passage.kind != PassageKind::Quotation {
                    let evidence = Evidence::of(&passage.text);
                    part.evidence.add(&evidence);
                    part.prose.push(Prose { passage, evidence, number });
                }
            }
            number += 1;
        }
        part
    }

    fn first(&self) -> Span {
        self.prose
            .first()
            .map_or_else(Span::default, |Prose { passage, .. }| passage.span(0..passage.text.len()))
    }
}

/// A passage, or a part of one, that is in another language than it claims.
struct ForeignPassage<'a> {
    passage: &'a Passage,
    range: Range<usize>,
    written: &'a Locale,
    number: usize,
}

impl ForeignPassage<'_> {
    /// Its text, without blanks at its end.
    fn text(&self) -> &str {
        self.passage.text[self.range.clone()].trim_end_matches([' ', '\u{fffc}'])
    }

    fn is_whole(&self) -> bool {
        self.range.len() == self.passage.text.len()
    }

    fn span(&self) -> Span {
        self.passage.span(self.range.start..self.range.start + self.text().len())
    }

    /// Whether another one goes on where this ends.
    fn is_before(&self, next: &Self) -> bool {
        let are_blocks = [self, next].iter().all(|it| it.passage.kind != PassageKind::Line);
        self.written == next.written
            && next.number == self.number + 1
            && are_blocks
            && self.range.end == self.passage.text.len()
            && next.range.start == 0
    }
}

fn passages_of(file: &FilePath, field: &Field, known: &mut BTreeMap<Span, Vec<Passage>>) -> Vec<Passage> {
    let key = field.key.value.as_str();
    let name = post_key(key).map_or("", |(_, name)| name);
    let is_markdown = MARKDOWN.contains(&key) || matches!(name, "body" | "description");
    let is_line = LINES.contains(&key) || name == "short-description";
    if !is_markdown && !is_line {
        return Vec::new();
    }
    let Some((text, origin)) = field.value.as_text(file) else { return Vec::new() };
    match is_markdown {
        true => known.remove(&origin.span).unwrap_or_else(|| passages(&text, &origin)),
        false => vec![Passage::of(&Spanned::new(text.replace('\n', " "), origin.span))],
    }
}

/// What the judging of a page's parts has in common.
struct PassageChecker<'a> {
    file: &'a FilePath,
    detector: &'a Detector,
}

impl PassageChecker<'_> {
    /// The fault of a page as a whole, at its claim, else at its title.
    fn page(
        &self,
        stem: &Stem,
        claimed: &Locale,
        written: &Locale,
        claim: Option<Span>,
        title: Span,
    ) -> Diagnostic {
        let span = claim.unwrap_or(title);
        let write = format!("write `:page/locale :{written}`");
        let renamed =
            |locale: &Locale| format!("{}.{locale}.md", stem.path.rsplit('/').next().unwrap_or_default());
        let help = match claim {
            Some(_) => write,
            None if self.file.name().eq_ignore_ascii_case(&renamed(claimed)) => {
                format!("rename the file to `{}`, or {write} in its first block", renamed(written))
            }
            None if stem.locale.is_some() => {
                format!("move the file to the folder `{written}`, or {write} in its first block")
            }
            None => format!("{write} in its first block"),
        };
        let help = format!("translate it, or {help}; sections in another language want `:section/locale`");
        self.diagnostic(span, format!("the page is written in `{written}`, and claims to be in `{claimed}`"))
            .help(help)
    }

    /// Tells a section that is in another language as a whole, or else what of it is.
    fn part(&self, part: &Block, claimed: &Locale, own: Option<Span>, diagnostics: &mut Vec<Diagnostic>) {
        let foreign = self.foreign(part, claimed);
        let written = self.detector.contradict(claimed, &part.evidence);
        match (written, own) {
            (Some(written), Some(own)) => diagnostics.push(
                self.diagnostic(
                    own,
                    format!("the section is written in `{written}`, and claims to be in `{claimed}`"),
                )
                .help(format!(
                    "write `:section/locale :{written}`, or take it away where the page is in `{written}`"
                )),
            ),
            (Some(written), None) if part.is_section && foreign.len() > 1 => diagnostics.push(
                self.diagnostic(
                    foreign[0].span(),
                    format!("the section is written in `{written}`, and the page in `{claimed}`"),
                )
                .help(format!("write `:section/locale :{written}` in it, or translate it")),
            ),
            _ => diagnostics.extend(self.told_of(&foreign, claimed)),
        }
    }

    /// The passages of a part that are in another language than it claims, or else the sentences of
    /// them that are.
    fn foreign<'a>(&'a self, part: &'a Block, claimed: &Locale) -> Vec<ForeignPassage<'a>> {
        let mut foreign = Vec::new();
        for Prose { passage, evidence, number } in &part.prose {
            let found = |range, written| ForeignPassage { passage, range, written, number: *number };
            let is_quotation = passage.kind == PassageKind::Line && is_quoted(&passage.text);
            if is_quotation || !self.detector.may_contradict(claimed, evidence) {
                continue;
            }
            if let Some(written) = self.detector.contradict(claimed, evidence) {
                foreign.push(found(0..passage.text.len(), written));
                continue;
            }
            let mut last: Option<ForeignPassage<'_>> = None;
            for range in sentences(&passage.text) {
                let sentence = Evidence::of(&passage.text[range.clone()]);
                let written = self.detector.contradict(claimed, &sentence);
                match (&mut last, written) {
                    (Some(last), Some(written)) if last.written == written => last.range.end = range.end,
                    (_, written) => {
                        foreign.extend(last.take());
                        last = written.map(|written| found(range, written));
                    }
                }
            }
            foreign.extend(last);
        }
        foreign
    }

    /// The faults of what is in another language than it claims: neighbours have one.
    fn told_of(&self, foreign: &[ForeignPassage<'_>], claimed: &Locale) -> Vec<Diagnostic> {
        let neighbours = foreign.chunk_by(|one, next| one.is_before(next));
        let told = neighbours.filter_map(|all| match all {
            [] => None,
            [alone] => Some(self.alone(alone, claimed)),
            [first, .., last] => {
                let (written, count) = (first.written, all.len());
                let message =
                    format!("these {count} passages are written in `{written}`, where the text is in `{claimed}`");
                let help = format!(
                    "translate them, or mark each as `<span lang=\"{written}\">`, or all as `<div lang=\"{written}\">`, \
                     with blank lines around its tags"
                );
                Some(self.diagnostic(first.span().to(last.span()), message).help(help))
            }
        });
        told.collect()
    }

    /// The fault of a passage, or of a part of one, that is in another language than it claims.
    fn alone(&self, foreign: &ForeignPassage<'_>, claimed: &Locale) -> Diagnostic {
        let (written, text) = (foreign.written, foreign.text());
        let way_out = match foreign.passage.kind {
            PassageKind::Line => "mark it as a quotation: `“…”`".to_owned(),
            PassageKind::Html if foreign.is_whole() => format!("mark its element as `lang=\"{written}\"`"),
            _ if text.starts_with(QUOTATION_MARKS) || text.starts_with(['"', '\'']) => {
                format!("mark it as `<q lang=\"{written}\">`")
            }
            _ => format!("mark it as `<span lang=\"{written}\">`"),
        };
        self.diagnostic(
            foreign.span(),
            format!("this is written in `{written}`, where the text is in `{claimed}`"),
        )
        .help(format!("translate it, or {way_out}"))
    }

    fn diagnostic(&self, span: Span, message: String) -> Diagnostic {
        Diagnostic::at(Place::new(self.file, span), Code::WrongLanguage, message)
    }
}

/// Marks that begin or end a quotation in some language; straight ones around a value are the
/// value's own.
const QUOTATION_MARKS: [char; 14] =
    ['«', '»', '“', '”', '„', '‘', '’', '‚', '‹', '›', '「', '」', '『', '』'];

fn is_quoted(text: &str) -> bool {
    text.trim().starts_with(QUOTATION_MARKS) && text.trim().ends_with(QUOTATION_MARKS)
}
