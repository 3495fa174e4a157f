#!/bin/sh
# Installs a release of Diglot, once its checksum (SHA-256) has been found right.
#
#   DIGLOT_VERSION      the version, such as `0.1.0`; else the newest
#   DIGLOT_INSTALL_DIR  the folder that the program goes into; else ~/.local/bin
#   DIGLOT_TARGET       the platform, such as `x86_64-unknown-linux-musl`; else that of this machine
#   DIGLOT_RELEASES     where releases lie; else where this one does
set -eu

# A release writes the address here (`.ci/release installer`).
RELEASES='@RELEASES@'

fail() {
  printf 'install.sh: %s\n  help: %s\n' "$1" "$2" >&2
  exit 1
}

have() {
  command -v "$1" >/dev/null 2>&1
}

platform() {
  system=$(uname -s)
  machine=$(uname -m)
  case $machine in
    x86_64 | amd64) machine=x86_64 ;;
    aarch64 | arm64) machine=aarch64 ;;
    *) system=unknown ;;
  esac
  case $system in
    # The program that needs glibc is made against 2.35.
    Linux) if has_glibc; then echo "$machine-unknown-linux-gnu"; else echo "$machine-unknown-linux-musl"; fi ;;
    Darwin) echo "$machine-apple-darwin" ;;
    MINGW* | MSYS* | CYGWIN*) echo "x86_64-pc-windows-msvc" ;;
    *)
      fail "there is no program for this platform, $(uname -s) on $(uname -m)" \
        "build it from its source: cargo install --locked --path FOLDER, in which FOLDER is a checkout"
      ;;
  esac
}

has_glibc() {
  libc=$(getconf GNU_LIBC_VERSION 2>/dev/null) || return 1
  minor=${libc##*.}
  case $libc in "glibc 2."*) test "$minor" -ge 35 ;; *) return 1 ;; esac
}

download() {
  if have curl; then
    curl --fail --silent --show-error --location --retry 2 --output "$2" "$1"
  elif have wget; then
    wget -q -O "$2" "$1"
  else
    fail "neither curl nor wget is here" "install one of them"
  fi || fail "\`$1\` cannot be downloaded" "see whether that release is there, and whether this machine reaches it"
}

sha256() {
  if have sha256sum; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

main() {
  releases=${DIGLOT_RELEASES:-$RELEASES}
  case $releases in
    @*) fail "this copy is of no release, and does not know where releases lie" "set DIGLOT_RELEASES to their address" ;;
  esac
  have sha256sum || have shasum || fail "neither sha256sum nor shasum is here" "install one of them"
  folder=${DIGLOT_INSTALL_DIR:-$HOME/.local/bin}
  target=${DIGLOT_TARGET:-$(platform)}
  name=diglot-$target
  case ${DIGLOT_VERSION:-latest} in
    latest) from=$releases/latest/download ;;
    *) from=$releases/download/v${DIGLOT_VERSION#v} ;;
  esac
  case $target in *-windows-*) program=diglot.exe ;; *) program=diglot ;; esac

  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  trap 'exit 1' HUP INT TERM
  download "$from/$name.tar.gz.sha256" "$work/checksum"
  download "$from/$name.tar.gz" "$work/archive"
  wanted=$(cut -d ' ' -f 1 "$work/checksum")
  found=$(sha256 "$work/archive")
  if [ "$wanted" != "$found" ]; then
    fail "\`$from/$name.tar.gz\` has the checksum $found, not $wanted: nothing was installed" \
      "try again; if it stays so, do not use that file, and tell those who publish it"
  fi

  tar -xzf "$work/archive" -C "$work" "$name/$program"
  mkdir -p "$folder"
  # Beside its place first, so that a program that is running is not written over.
  cp "$work/$name/$program" "$folder/.$program.new"
  chmod 755 "$folder/.$program.new"
  mv -f "$folder/.$program.new" "$folder/$program"
  "$folder/$program" --version
  echo "It lies in $folder."
  case :$PATH: in *:"$folder":*) ;; *) echo "Add that folder to PATH." ;; esac
}

# In one piece, so that nothing is done where this file came through in part.
main
