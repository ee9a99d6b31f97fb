# shellcheck shell=bash
# scripts/start.sh --demo: a sample project. To be sourced by start.sh: needs scripts, top and what common.sh brings.

# What the sample needs besides Galley: program to look for, package that has it.
demo_needs=(
  git:git
  latexmk:latexmk
  pdflatex:texlive-latex-base
  bwrap:bubblewrap
  pdftoppm:poppler-utils
)
# TeX files that the sample uses, and their packages.
demo_styles=(
  booktabs.sty:texlive-latex-recommended
  pplr8t.tfm:texlive-fonts-recommended
  tikz.sty:texlive-pictures
)

prepare_demo() {
  projects=${PROJECTS_DIR:-$PWD}
  [ -d "$projects" ] || fail "PROJECTS_DIR is \"$projects\", which is no folder: make it first, or leave PROJECTS_DIR unset"
  projects=$(CDPATH='' cd -- "$projects" && pwd -P)
  origin=$projects/.galley-demo/Maths.git
  install_for_demo
  [ -d "$origin" ] || make_origin
  if [ -e "$projects/Maths" ] || [ -L "$projects/Maths" ]; then
    say "$projects/Maths is there already: it stays as it is."
  else
    git -c init.templateDir= clone -q "$origin" "$projects/Maths"
    say "Made the sample project $projects/Maths, a clone of $origin."
  fi
}

install_for_demo() {
  local missing=() need
  for need in "${demo_needs[@]}"; do
    command -v "${need%%:*}" >/dev/null || missing+=("${need#*:}")
  done
  for need in "${demo_styles[@]}"; do
    [ -n "$(kpsewhich "${need%%:*}" 2>/dev/null)" ] || missing+=("${need#*:}")
  done
  if is_ready; then
    find_java java || missing+=(JDK)
  else
    find_java javac || missing+=(JDK)
    command -v mvn >/dev/null || missing+=(maven)
    mapfile -t -O ${#missing[@]} missing < <(webapp_packages)
  fi
  may_install=yes
  [ ${#missing[@]} -eq 0 ] || need_packages 'The demo' "${missing[@]}"
}

# Plays GitHub: the repository that the sample project is a clone of, and that one pushes to. Made aside and renamed, so
# that a half one is never left behind; the same author and date everywhere, so that the first commit is, too.
make_origin() {
  local aside=$projects/.galley-demo/.new.$$
  mkdir -p "$projects/.galley-demo"
  rm -rf "$aside"
  (
    export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0
    export GIT_AUTHOR_NAME='Galley demo' GIT_AUTHOR_EMAIL=demo@example.com GIT_AUTHOR_DATE='2026-01-01T12:00:00Z'
    export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
    export GIT_COMMITTER_DATE=$GIT_AUTHOR_DATE
    cp -R "$scripts/demo/Maths" "$aside"
    git -c init.templateDir= init -q -b main "$aside"
    git -C "$aside" add -A
    git -C "$aside" commit -q -m 'Three windmills'
    git clone -q --bare "$aside" "$aside.git"
    git -C "$aside.git" remote remove origin
    mv "$aside.git" "$origin"
  ) || fail "the sample repository could not be made in $projects/.galley-demo; see above"
  rm -rf "$aside"
}

# Waits in the background until this process, which is about to become Galley, answers; then asks it for the first build
# and says where to look. Ends by itself, with Galley at the latest.
follow_demo() {
  local port=${PORT:-8000} host=${HOST:-localhost}
  case $host in 0.0.0.0 | :: | '*') host=localhost ;; esac
  if [ "$(git -C "$projects/Maths" config remote.origin.url 2>/dev/null)" != "$origin" ]; then
    say "It is not the demo's, so no build of it is started."
    return
  elif [ "$port" = 0 ]; then
    say 'PORT is 0: take the address from the line below, and start the first build by POST /Maths/build.'
    return
  fi
  (
    (
      set +e
      trap '' INT
      build_demo $$ "$host" "$port" </dev/null
    ) &
  )
}

build_demo() {
  local galley=$1 host=$2 port=$3 answer='' tries
  for ((tries = 0; tries < 600; tries++)); do
    kill -0 "$galley" 2>/dev/null || return
    answer=$(request "$host" "$port" POST /Maths/build) && break
    sleep 0.2
  done
  case $answer in
    'HTTP/1.1 20'*) ;;
    '') return ;;
    *) say "The first build was not accepted: ${answer%%$'\r'*}" && return ;;
  esac
  for ((tries = 0; tries < 600; tries++)); do
    kill -0 "$galley" 2>/dev/null || return
    case $(request "$host" "$port" GET /api/Maths/status) in
      *'"success"'*) show_addresses "http://$host:$port" && return ;;
      *'"failure"'* | *'"error"'* | *'"cancelled"'*)
        say "The sample could not be built: see http://$host:$port/api/Maths/log" && return
        ;;
    esac
    sleep 0.5
  done
}

show_addresses() {
  say "
The sample is built. Its newest PDF, log and badge:
  $1/api/Maths/pdf
  $1/api/Maths/log
  $1/api/Maths/svg
README.md says how to change it and how to add your own. Ctrl-C ends Galley.
"
}

# One HTTP request, by bash alone: curl is not everywhere. Prints the answer.
request() {
  local authorization=''
  [ -z "${PASSWORD:-}" ] || authorization="Authorization: Basic $(printf 'galley:%s' "$PASSWORD" | base64 -w 0)"$'\r\n'
  {
    printf '%s %s HTTP/1.1\r\nHost: %s:%s\r\n%sContent-Length: 0\r\nConnection: close\r\n\r\n' \
      "$3" "$4" "$1" "$2" "$authorization" >&8
    timeout 60 cat <&8
  } 2>/dev/null 8<>"/dev/tcp/$1/$2"
}
