# shellcheck shell=bash
# The document, its repository, and what each side makes of a commit. To be sourced by bench.sh.
# shellcheck disable=SC2154,SC2034 # what is used here is set there, and the other way round

# A document, a repository that it is pushed to, and an equal clone of it for each side.
prepare_document() {
  export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0
  export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.com GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.com
  origin=$folder/ada/Maths.git secret=$RANDOM$RANDOM$RANDOM edition=0 settings=''
  git init -q --bare -b main "$origin"
  git init -q -b main "$folder/author"
  git -C "$folder/author" remote add origin "$origin"
  write_document >"$folder/author/Document.tex"
  next_edition
  local side
  for side in bare webhook pass projects/Maths; do
    git clone -q "$origin" "$folder/$side"
  done
  write_hook
}

write_document() {
  local section paragraph
  say '\documentclass[11pt,a4paper]{article}\usepackage[T1]{fontenc}\usepackage{amsmath,amssymb,amsthm}'
  say '\usepackage{hyperref}\newtheorem{theorem}{Theorem}'
  say '\begin{document}'
  say '\tableofcontents'
  say '\bigskip Edition 0000.'
  for section in {1..10}; do
    say "\\section{On the number $section}\\label{s:$section}"
    say "\\begin{theorem}\\[\\sum_{k=1}^{n} k^{$section} = \\int_0^n x^{$section}\\,dx + O(n^{$section})\\]\\end{theorem}"
    for paragraph in {1..9}; do
      say "Paragraph $paragraph follows section~\\ref{s:$section}. The reader who turns a page of proof after another finds \
that each of them says a little more than the one before, that \$a_{$paragraph} \\le b_{$section}\$ holds wherever it is \
asked for, and that nothing is left to chance but the length of the lines, which is what TeX is there for.

"
    done
  done
  say '\end{document}'
}

# What webhook runs is, word by word, what the bare side runs.
write_hook() {
  cat >"$folder/build.sh" <<'SCRIPT'
#!/bin/sh
git fetch -q && git checkout -q "$1" && latexmk -pdf -interaction=nonstopmode -file-line-error Document.tex
SCRIPT
  chmod +x "$folder/build.sh"
  cat >"$folder/hooks.json" <<HOOKS
[{"id": "Maths", "execute-command": "$folder/build.sh", "command-working-directory": "$folder/webhook",
  "pass-arguments-to-command": [{"source": "payload", "name": "after"}], "include-command-output-in-response": true,
  "trigger-rule": {"match": {"type": "payload-hmac-sha256", "secret": "$secret",
    "parameter": {"source": "header", "name": "X-Hub-Signature-256"}}}}]
HOOKS
}

# Pushes a commit that changes one line of the document.
next_edition() {
  local text
  say "{\"language\": \"latex\", \"main\": \"Document\"$settings}" >"$folder/author/.ci.json"
  printf -v text 'Edition %04d' $((++edition))
  sed -i "s/^\(.bigskip\) Edition .*/\1 $text./" "$folder/author/Document.tex"
  push_commit "$text"
}

# Pushes a commit that changes nothing of what the document reads.
next_notes() {
  say "Notes on edition $((++edition))" >"$folder/author/README.md"
  push_commit "Notes $edition"
}

push_commit() {
  git -C "$folder/author" add -A
  git -C "$folder/author" commit -q -m "$1"
  git -C "$folder/author" push -q origin main
  commit=$(git -C "$folder/author" rev-parse HEAD)
  write_request
}

# The webhook of a commit, as GitHub sends it; the same for both who take it.
write_request() {
  local body signature before subject time
  before=$(git -C "$folder/author" rev-parse -q --verify HEAD~) || before=$(printf '%040d' 0)
  subject=$(git -C "$folder/author" log -1 --format=%s) time=$(git -C "$folder/author" log -1 --format=%cI)
  body=$(printf '{"ref": "refs/heads/main", "before": "%s", "after": "%s", "created": false, "deleted": false,
    "forced": false, "repository": {"name": "Maths", "full_name": "ada/Maths"}, "head_commit": {"id": "%s",
    "message": "%s", "timestamp": "%s", "author": {"name": "Ada", "email": "ada@example.com"}}}' \
    "$before" "$commit" "$commit" "$subject" "$time")
  signature=$(printf %s "$body" | openssl dgst -sha256 -hmac "$secret" | sed 's/.* //')
  printf -v request '%s\r\n' 'POST /Maths HTTP/1.1' 'Host: localhost' 'Content-Type: application/json' \
    'X-GitHub-Event: push' "X-Hub-Signature-256: sha256=$signature" "Content-Length: ${#body}" 'Connection: close' ''
  request+=$body
}

build_bare() {
  (cd "$folder/bare" && "$folder/build.sh" "$commit") >"$folder/bare.out" 2>&1 ||
    fail "the bare build failed: $(tail -n 5 "$folder/bare.out")"
}

# Answers when the build has ended.
build_webhook() {
  local answer
  answer=$({ printf %s "$request" >&8 && cat <&8; } 8<>"/dev/tcp/127.0.0.1/$webhook_port")
  [[ $answer == *' 200 '*'Output written on Document.pdf'* || $answer == *' 200 '*'All targets'*'up-to-date'* ]] ||
    fail "webhook's build failed: ${answer:0:500}"
}

# Answers at once; the record says when the build has ended.
build_galley() {
  record=$folder/projects/Maths_build/$commit/.status.json
  local answer=''
  { printf %s "$request" >&8 && read -r answer <&8; } 8<>"/dev/tcp/127.0.0.1/$galley_port"
  [[ $answer == 'HTTP/1.1 202 '* ]] || fail "Galley refused the push: $answer"
  await 'the build of Galley' has_ended
  [[ $content == *'"success"'* ]] || fail "Galley's build failed: $content"
}

has_ended() {
  content=''
  { read -rd '' content <"$record" || true; } 2>/dev/null
  [[ $content == *'"success"'* || $content == *'"failure"'* || $content == *'"error"'* ]]
}

# What hosted CI does for each commit.
build_hosted() (
  { git clone -q "$origin" "$folder/hosted" && cd "$folder/hosted" && git checkout -q "$commit" &&
    latexmk -pdf -interaction=nonstopmode -file-line-error Document.tex; } >"$folder/hosted.out" 2>&1 ||
    fail "the build in a fresh clone failed: $(tail -n 5 "$folder/hosted.out")"
)

# The engine alone, once.
build_pass() {
  (cd "$folder/pass" && pdflatex -interaction=nonstopmode -file-line-error Document.tex) >"$folder/pass.out" 2>&1 ||
    fail "the pass of TeX failed: $(tail -n 5 "$folder/pass.out")"
}

# A first build, so that there is something to ask for. It is cold, and nobody's sample.
one_build() {
  [ -z "$(find "$folder/projects" -path '*_build/.status.svg' -print -quit)" ] || return 0
  run_servers
  build_galley
  next_edition
  build_galley # with an aux file that has settled
}
