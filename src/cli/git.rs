//! What `git` knows of the one who writes.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::disk;

/// The e-mail address by which `git` would sign a commit in a folder: that of the environment, of
/// the repository, or of the user.
#[expect(clippy::disallowed_methods, reason = "the environment comes in here, as `git` reads it")]
pub fn email(folder: &Path) -> Option<String> {
    let variable = |name: &str| env::var(name).ok().filter(|value| !value.trim().is_empty());
    let of_repository = || {
        let configs = folder.ancestors().map(|folder| folder.join(".git").join("config"));
        let config = configs.into_iter().find_map(|config| disk::read(&config).ok())?;
        email_in(&String::from_utf8_lossy(&config))
    };
    let of_user = || {
        let home = variable("HOME").or_else(|| variable("USERPROFILE")).map(PathBuf::from);
        let folder = variable("XDG_CONFIG_HOME").map(PathBuf::from);
        let folder = folder.or_else(|| Some(home.as_ref()?.join(".config")));
        let files =
            [home.map(|home| home.join(".gitconfig")), folder.map(|it| it.join("git").join("config"))];
        files.into_iter().flatten().find_map(|file| email_in(&fs::read_to_string(file).ok()?))
    };
    variable("GIT_AUTHOR_EMAIL").or_else(of_repository).or_else(of_user)
}

/// The value of `user.email` in a configuration of `git` (git-config(1)); the last one counts.
fn email_in(config: &str) -> Option<String> {
    let mut is_user = false;
    let mut email = None;
    for line in config.lines().map(str::trim) {
        if let Some(section) = line.strip_prefix('[') {
            is_user = section.split(']').next().is_some_and(|name| name.trim().eq_ignore_ascii_case("user"));
        } else if let Some((name, value)) = line.split_once('=').filter(|_| is_user)
            && name.trim().eq_ignore_ascii_case("email")
        {
            let value = value.split(['#', ';']).next().unwrap_or_default();
            email = Some(value.trim().trim_matches('"').to_owned());
        }
    }
    email.filter(|email| !email.is_empty())
}

#[cfg(test)]
mod tests {
    use super::email_in;

    #[test]
    fn the_address_of_the_user_is_found() {
        for (config, expected) in [
            ("[user]\n\tname = Kari\n\temail = kari@blog.example\n", Some("kari@blog.example")),
            ("[User]\nEmail=\"a@b.example\" ; c\n", Some("a@b.example")),
            ("[user]\nemail = a@b.example\n[user]\nemail = c@d.example\n", Some("c@d.example")),
            ("[core]\nemail = a@b.example\n", None),
            ("[user \"x\"]\nemail = a@b.example\n", None),
            ("# [user]\n; email = a\n", None),
            ("[user]\nemail =\n", None),
        ] {
            assert_eq!(email_in(config).as_deref(), expected, "{config}");
        }
    }
}
