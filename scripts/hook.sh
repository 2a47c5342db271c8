#!/usr/bin/env bash
# For pre-commit: runs a command of faaso-designer on every runtime that one of the given files is in.
#
#     hook.sh check|test [--strict] FILE…

set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# An installed one, or the one of this checkout, which Cargo builds the first time.
designer() {
  if command -v faaso-designer >/dev/null; then
    faaso-designer "$@"
  else
    cargo run --quiet --release --locked --manifest-path "$here/Cargo.toml" --bin faaso-designer -- "$@"
  fi
}

# The nearest folder above a file that holds a runtime.
runtime_of() {
  local folder=$1
  while [[ $folder == */* ]]; do
    folder=${folder%/*}
    # what a scenario or template holds is part of the runtime around it
    case /$folder/ in */.scenarios/* | */template/*) continue ;; esac
    if [[ -f $folder/Dockerfile.j2 || -f $folder/template/funko.yml.j2 || -f $folder/template/funko.yml ]]; then
      printf '%s\n' "$folder"
      return
    fi
  done
  if [[ -f Dockerfile.j2 || -f template/funko.yml.j2 || -f template/funko.yml ]]; then
    printf '.\n'
  fi
}

command=${1:?"check or test"}
shift
options=()
runtimes=()
for argument in "$@"; do
  case $argument in
    --*) options+=("$argument") ;;
    *)
      runtime=$(runtime_of "$argument")
      [[ -n $runtime ]] && runtimes+=("$runtime")
      ;;
  esac
done
[[ ${#runtimes[@]} -gt 0 ]] || exit 0

end=0
while IFS= read -r runtime; do
  [[ $runtime == . ]] || runtime=./$runtime
  designer "$command" "$runtime" "${options[@]+"${options[@]}"}" </dev/null || end=$?
done < <(printf '%s\n' "${runtimes[@]}" | sort -u)
exit "$end"
