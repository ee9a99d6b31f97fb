#!/usr/bin/env bash
# Has systemd start Galley with the machine. As root (sudo): for everybody, run as the user who called sudo; else for you.
# Usage: scripts/install-service.sh [--user NAME] [--print | --uninstall]
#   PROJECTS_DIR    where the clones are; the current directory if unset
#   --user NAME     as root: who Galley runs as
#   --print         show the unit, change nothing
#   --uninstall     stop Galley and take the unit away; clones, builds and galley.env stay
# shellcheck source-path=SCRIPTDIR
set -euo pipefail

scripts=$(readlink -f -- "${BASH_SOURCE[0]}")
scripts=${scripts%/*}
. "$scripts/lib/common.sh"

main() {
  local action=install owner=${SUDO_USER:-}
  while [ $# -gt 0 ]; do
    case $1 in
      --print) action=print ;;
      --uninstall) action=uninstall ;;
      --user) [ $# -ge 2 ] || fail '--user needs a name'
        owner=$2 && shift ;;
      --help | -h) sed -n '2,/^# shellcheck/{/^# shellcheck/!s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" && exit ;;
      *) printf 'install-service.sh: unknown option %s; see scripts/install-service.sh --help\n' "$1" >&2 && exit 2 ;;
    esac
    shift
  done
  choose_kind "$owner"
  choose_folder
  case $action in
    print) unit ;;
    install) install_unit ;;
    uninstall) uninstall_unit ;;
  esac
}

# Sets what differs between a service of the machine and one of a user: user, file, target, systemctl, journalctl.
choose_kind() {
  if [ "$(id -u)" -eq 0 ]; then
    user=$1
    [ -n "$user" ] || fail 'nobody to run Galley as: call this with sudo as the user who has the clones, or add --user NAME'
    id -- "$user" >/dev/null 2>&1 || fail "there is no user \"$user\""
    file=/etc/systemd/system/galley.service target=multi-user.target systemctl=(systemctl) journalctl=(journalctl)
  else
    user=''
    file=${XDG_CONFIG_HOME:-$HOME/.config}/systemd/user/galley.service target=default.target
    systemctl=(systemctl --user) journalctl=(journalctl --user)
  fi
}

choose_folder() {
  projects=${PROJECTS_DIR:-$PWD}
  [ -d "$projects" ] || fail "PROJECTS_DIR is \"$projects\", which is no folder"
  projects=$(CDPATH='' cd -- "$projects" && pwd -P)
  local path
  for path in "$projects" "$scripts"; do
    [[ $path =~ ^[[:alnum:]/\ ._,+=@~:-]+$ ]] || fail "systemd reads some signs its own way: choose a simpler path than \"$path\""
  done
}

unit() {
  local part=()
  [ -n "$user" ] || part=(-e '/^# For a service of the machine/,/^$/d')
  sed "${part[@]}" -e "s|@USER@|$user|; s|@PROJECTS_DIR@|$projects|; s|@SCRIPTS@|$scripts|; s|@TARGET@|$target|" \
    "$scripts/galley.service"
}

install_unit() {
  command -v systemctl >/dev/null || fail 'there is no systemd on this machine; --print shows what would be installed'
  as_user "$scripts/start.sh" --version || fail 'Galley does not start yet; see above'
  make_settings
  mkdir -p "${file%/*}"
  unit >"$file.new"
  mv -f "$file.new" "$file"
  "${systemctl[@]}" daemon-reload
  "${systemctl[@]}" enable galley.service
  "${systemctl[@]}" restart galley.service
  sleep 3 # where something is wrong it has ended by now, and waits for its next try
  "${systemctl[@]}" is-active --quiet galley.service ||
    fail "Galley is installed and does not stay up. It says why: ${journalctl[*]} -u galley -n 20"
  say "Galley runs. Its settings are in $projects/galley.env. How it is, and what it says:
  ${systemctl[*]} status galley
  ${journalctl[*]} -u galley -f"
  [ -n "$user" ] || say "So that it runs while you are not logged in, too:
  sudo loginctl enable-linger $(id -un)"
}

as_user() {
  if [ -n "$user" ]; then
    runuser -u "$user" -- env -u XDG_CACHE_HOME HOME="$(getent passwd "$user" | cut -d: -f6)" "$@"
  else
    "$@"
  fi
}

# For secrets, so for nobody else's eyes. One that is there stays as it is.
make_settings() {
  local settings=$projects/galley.env
  [ ! -e "$settings" ] || return 0
  # shellcheck disable=SC2016 # the inner shell is told the name
  as_user sh -c 'umask 077 && cat >"$1"' sh "$settings" <<'END' ||
# Settings of Galley, one NAME=value a line; README.md lists them. After a change: restart the service.
#SECRET=
#TOKEN=
#DOMAIN=https://ci.example.com
END
    fail "$settings cannot be written${user:+ by $user}: Galley needs a folder of its own user"
}

uninstall_unit() {
  [ -e "$file" ] || fail "there is no $file: nothing to uninstall"
  "${systemctl[@]}" disable --now galley.service || true
  rm -f "$file"
  "${systemctl[@]}" daemon-reload
  say "Galley is stopped and does not start by itself any more. $projects is as it was."
}

main "$@"
