//! The built-in files that a site may have its own copies of.

use crate::assets::{built_in_style_sheet, built_in_style_sheets};
use crate::base::{Code, Diagnostic, Digest, FilePath, Place, Span};
use crate::template::{built_in_templates, built_in_text};

/// What the first line of a copy says, before the short digest of what it was copied from.
const MARK: &str = "diglot template ";

/// A built-in template or style sheet.
#[derive(Clone, Debug)]
pub struct BuiltInFile {
    /// Where a site has its own in the place of it.
    pub path: FilePath,
    /// What it says.
    pub text: &'static str,
}

impl BuiltInFile {
    /// All of them, in the order of their paths.
    pub fn all() -> Vec<Self> {
        let files = built_in_templates().chain(built_in_style_sheets());
        let mut files: Vec<Self> = files.map(|(path, text)| Self { path, text }).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }

    /// The one whose place a site's file takes.
    pub fn of(path: &FilePath) -> Option<Self> {
        let text = built_in_text(path).or_else(|| built_in_style_sheet(path))?;
        Some(Self { path: path.clone(), text })
    }

    /// The file as a site begins its own with it: below a comment that says which version it is.
    pub fn copy(&self) -> String {
        let mark = format!("{MARK}{}", self.digest());
        // Comments of Tera that take the line break with them: what a page says stays the same.
        let comment = match self.path.extension() {
            "css" => format!("/* {mark} */"),
            _ => format!("{{#- {mark} -#}}"),
        };
        format!("{comment}\n{}", self.text)
    }

    /// Notes that a site's copy was made of another version of the file.
    pub fn check_copy(&self, copy: &str) -> Option<Diagnostic> {
        let first_line = copy.lines().next()?;
        let start = first_line.find(MARK)? + MARK.len();
        let digest = first_line[start..].split([' ', '*', '-']).next()?;
        if digest == self.digest() {
            return None;
        }
        let place = Place::new(&self.path, Span::new(start, start + digest.len()));
        let message = format!("the built-in `{}` has changed since this copy was made of it", self.path);
        Some(Diagnostic::at(place, Code::OutdatedCopy, message).help(format!(
            "compare it with what `diglot template {}` prints, and take over what you want, and the first line",
            self.path
        )))
    }

    fn digest(&self) -> String {
        Digest::of(self.text.as_bytes()).short()
    }
}

#[cfg(test)]
mod tests {
    use super::BuiltInFile;

    #[test]
    fn a_copy_knows_its_version() {
        let files = BuiltInFile::all();
        assert!(files.iter().any(|file| file.path.as_str() == "static/css/main.css"));
        for file in files {
            let copy = file.copy();
            assert_eq!(file.check_copy(&copy), None, "{}", file.path);
            assert_eq!(file.check_copy(file.text), None, "{}", file.path);
            assert_eq!(BuiltInFile::of(&file.path).map(|found| found.text), Some(file.text));
            let (digest, older) = (file.digest(), "0123456789");
            let told = file.check_copy(&copy.replace(&digest, older)).expect("a note");
            let place = told.place.expect("a place").span.range();
            assert_eq!(copy[place], *digest, "{}", file.path);
        }
    }
}
