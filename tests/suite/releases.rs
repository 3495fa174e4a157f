//! `install.sh` against a server on the loopback, and the steps of a release that compile nothing.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use tempfile::TempDir;

const TARGET: &str = "x86_64-unknown-linux-musl";

/// What `install.sh` runs, beside one of `curl` and `wget`.
const TOOLS: &str = "sh uname getconf mktemp tar gzip cut sha256sum shasum cp chmod mkdir mv rm cat";

/// A release, the tools of a machine, and the folder of its user.
struct Machine {
    folder: TempDir,
    files: BTreeMap<String, Vec<u8>>,
}

impl Machine {
    fn new(downloader: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let root = folder.path();
        let name = format!("diglot-{TARGET}");
        fs::create_dir_all(root.join(&name)).unwrap();
        fs::create_dir_all(root.join("tools")).unwrap();
        program(&root.join(&name).join("diglot"), "echo diglot 9.8.7");
        for tool in TOOLS.split(' ').chain([downloader]) {
            let at = ["/usr/bin", "/bin"].map(|folder| Path::new(folder).join(tool));
            if let Some(at) = at.iter().find(|at| at.exists()) {
                symlink(at, root.join("tools").join(tool)).unwrap();
            }
        }
        let archive = format!("{name}.tar.gz");
        let pack = "tar -czf \"$0.tar.gz\" \"$0\" && sha256sum \"$0.tar.gz\" >\"$0.tar.gz.sha256\"";
        let packed = Command::new("sh").args(["-ec", pack, &name]).current_dir(root).status().unwrap();
        assert!(packed.success());
        let mut files = BTreeMap::new();
        for file in [archive.clone(), format!("{archive}.sha256")] {
            let bytes = fs::read(root.join(&file)).unwrap();
            files.insert(format!("/latest/download/{file}"), bytes.clone());
            files.insert(format!("/download/v9.8.7/{file}"), bytes);
        }
        Self { folder, files }
    }

    fn installed(&self) -> PathBuf {
        self.folder.path().join("home/bin")
    }

    /// Runs `install.sh` while a server gives away the files of the release.
    fn install(&self, variables: &[(&str, &str)]) -> Output {
        let server = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = server.local_addr().unwrap();
        let is_over = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| self.serve(&server, &is_over));
            let mut install = Command::new("/bin/sh");
            install
                .arg("install.sh")
                .env_clear()
                .env("PATH", self.folder.path().join("tools"))
                .env("HOME", self.folder.path().join("home"))
                .env("TMPDIR", self.folder.path())
                .env("DIGLOT_RELEASES", format!("http://{address}"))
                .env("DIGLOT_INSTALL_DIR", self.installed())
                .env("DIGLOT_TARGET", TARGET)
                .envs(variables.iter().copied());
            let output = install.output();
            is_over.store(true, Ordering::Release);
            drop(TcpStream::connect::<SocketAddr>(address));
            output.unwrap()
        })
    }

    fn serve(&self, server: &TcpListener, is_over: &AtomicBool) {
        for stream in server.incoming().map_while(|stream| stream.ok()) {
            if is_over.load(Ordering::Acquire) {
                return;
            }
            let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
            let request = lines.next().unwrap_or_default();
            lines.find(String::is_empty);
            let body = request.split(' ').nth(1).and_then(|path| self.files.get(path));
            let status = if body.is_some() { "200 OK" } else { "404 Not Found" };
            let body = body.map_or(&b""[..], Vec::as_slice);
            let head =
                format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len());
            let _ = (&stream).write_all(&[head.as_bytes(), body].concat());
        }
    }

    /// That an installation fails with these words, and leaves nothing.
    fn refuses(&self, variables: &[(&str, &str)], words: &str) {
        let output = self.install(variables);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(1) && said.contains(words), "{words}: {output:?}");
        assert!(said.contains("help: "), "{said}");
        assert!(!self.installed().exists(), "{words}");
        let left: Vec<_> =
            fs::read_dir(self.folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert_eq!(left.len(), 4, "the release's folder, two files and the tools: {left:?}");
    }
}

fn program(path: &Path, script: &str) {
    fs::write(path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_release_is_installed() {
    for downloader in ["curl", "wget"] {
        let machine = Machine::new(downloader);
        if !machine.folder.path().join("tools").join(downloader).exists() {
            continue;
        }
        // Over an older one, too.
        for variables in [&[][..], &[("DIGLOT_VERSION", "9.8.7")], &[("DIGLOT_VERSION", "v9.8.7")]] {
            let output = machine.install(variables);
            assert!(output.status.success(), "{downloader}: {output:?}");
            assert!(output.stdout.starts_with(b"diglot 9.8.7\n"), "{output:?}");
            let files: Vec<_> = fs::read_dir(machine.installed()).unwrap().collect();
            assert_eq!(files.len(), 1, "{files:?}");
        }
    }
}

#[test]
fn what_is_not_as_its_checksum_says_is_refused() {
    let mut machine = Machine::new("curl");
    let archive = format!("/latest/download/diglot-{TARGET}.tar.gz");
    let bytes = machine.files.get_mut(&archive).unwrap();
    bytes.push(0);
    machine.refuses(&[], "has the checksum ");
    machine.files.remove(&archive);
    machine.refuses(&[], "cannot be downloaded");
    machine.files.insert(format!("{archive}.sha256"), Vec::new());
    machine.files.insert(archive, b"<html>".to_vec());
    machine.refuses(&[], "has the checksum ");
}

#[test]
fn what_is_not_there_is_told() {
    let machine = Machine::new("curl");
    machine.refuses(&[("DIGLOT_VERSION", "1.0.0")], "/download/v1.0.0/");
    machine.refuses(&[("DIGLOT_RELEASES", "")], "of no release");
    fs::remove_file(machine.folder.path().join("tools/uname")).unwrap();
    program(&machine.folder.path().join("tools/uname"), "case $1 in -s) echo Plan9 ;; *) echo mips ;; esac");
    machine.refuses(&[("DIGLOT_TARGET", "")], "no program for this platform, Plan9 on mips");
    fs::remove_file(machine.folder.path().join("tools/curl")).unwrap();
    machine.refuses(&[], "neither curl nor wget");
}

/// Where releases lie stands in one place, `package.repository`, and nowhere as long as that is
/// empty.
#[test]
fn the_steps_of_a_release_follow_from_the_manifest() {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    fs::create_dir(root.join(".ci")).unwrap();
    fs::copy(".ci/release", root.join(".ci/release")).unwrap();
    fs::copy("install.sh", root.join("install.sh")).unwrap();
    let manifest = |repository: &str| {
        let text = format!(
            "[package]\nname = \"diglot\"\nversion = \"1.2.3\"\n{repository}\n[dependencies]\nversion = \"9\"\n"
        );
        fs::write(root.join("Cargo.toml"), text).unwrap();
    };
    let step = |arguments: &[&str]| {
        let output = Command::new(root.join(".ci/release")).args(arguments).output().unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        (output.status.success(), said)
    };
    manifest("");
    fs::write(root.join("CHANGELOG.md"), "# Changelog\n\n## [Unreleased]\n\n- x\n").unwrap();
    assert_eq!(step(&["version"]), (true, "1.2.3\n".to_owned()));
    assert!(!step(&["address"]).0 && !step(&["installer"]).0);
    let (done, said) = step(&["check", "v1.2.3"]);
    assert!(!done && said.contains("no section `## [1.2.3]`"), "{said}");
    let changes = "# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-01-01\n\n### Added\n\n- y\n\n## [1.2.2]\n\n- z\n";
    fs::write(root.join("CHANGELOG.md"), changes).unwrap();
    assert_eq!(step(&["notes"]), (true, "### Added\n\n- y\n".to_owned()));
    assert_eq!(step(&["check", "v1.2.3"]), (true, String::new()));
    assert!(!step(&["check", "v1.2.4"]).0);
    manifest("repository = \"https://forge.example/me/diglot\"\n");
    assert_eq!(step(&["address"]), (true, "https://forge.example/me/diglot/releases\n".to_owned()));
    assert!(step(&["installer"]).0);
    let installer = fs::read_to_string(root.join("target/release-files/install.sh")).unwrap();
    assert!(installer.contains("\nRELEASES='https://forge.example/me/diglot/releases'\n"), "{installer}");
    assert!(!step(&["nothing"]).0 && !step(&[]).0);
}
