# shellcheck shell=bash
# What the commands of ./designer need, and how each comes here when it is missing. Tools go into .tools/bin unless
# the right version is on the PATH already. They are compiled, but for those whose checksum is known.

TRUNK_VERSION=0.21.14
GECKODRIVER_VERSION=0.37.1
# must understand what wasm_split_helpers of Cargo.lock marks
WASM_SPLIT_VERSION=0.2.4
WASM_BINDGEN_VERSION=$(awk '$0 == "name = \"wasm-bindgen\"" { getline; gsub(/[^0-9.]/, ""); print }' Cargo.lock)
export PATH="$PWD/.tools/bin:$PWD/node_modules/.bin:$PATH"

step() { printf '\033[1m==>\033[0m %s\n' "$*"; }
fail() {
  printf 'designer: %s\n' "$*" >&2
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# The line that installs something here: for apt, dnf, pacman, apk and brew, what each calls it. "-" where it has none.
install_line() {
  local line packages=("$@") manager at=0
  for manager in "apt-get:apt-get install" "dnf:dnf install" "pacman:pacman -S" "apk:apk add" "brew:brew install"; do
    line=${packages[at]}
    at=$((at + 1))
    have "${manager%%:*}" && [[ $line != - ]] || continue
    # brew refuses to run as root, all others want it
    [[ $manager == brew:* || $EUID -eq 0 ]] || printf 'sudo '
    printf '%s %s\n' "${manager#*:}" "$line"
    return
  done
  return 1
}

# what, where it comes from else, its names for install_line
missing() {
  local what=$1 else=$2 line
  shift 2
  if line=$(install_line "$@"); then
    fail "$what is missing: run  $line"
  fi
  fail "$what is missing: $else"
}

# Runs a command with its output kept back, unless it fails or somebody watches.
quietly() {
  if [[ -t 1 ]]; then
    "$@" && return
    fail "$1 ${2:-} failed, see above"
  fi
  local log
  log=$(mktemp)
  if "$@" >"$log" 2>&1; then
    rm -f "$log"
  else
    cat "$log" >&2
    rm -f "$log"
    fail "$1 ${2:-} failed, see above"
  fi
}

sha256() { if have sha256sum; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d' ' -f1; }

# Chromium's sandbox refuses to run as root, and can't where namespaces of users are refused, as in many containers.
sandbox_works() {
  [[ $EUID -ne 0 ]] || return 1
  [[ $(uname -s) != Linux ]] || ! have unshare || unshare --user true 2>/dev/null
}

need_build_tools() {
  mkdir -p target # Trunk is told to ignore it, and stops when it is not there
  need_rust
  need_node_packages
  need_cargo_tool trunk trunk "$TRUNK_VERSION"
  need_cargo_tool wasm-bindgen wasm-bindgen-cli "$WASM_BINDGEN_VERSION"
}

need_rust() {
  have cargo || fail "Rust is missing: install it from https://rustup.rs"
  local libs
  # rustup fetches what rust-toolchain.toml names when it is first asked for
  libs=$(rustc --print target-libdir --target wasm32-unknown-unknown) || fail "the Rust of rust-toolchain.toml is missing: run rustup toolchain install"
  [[ -d $libs ]] && return
  have rustup || fail "Rust's wasm32-unknown-unknown target is missing: install it with your Rust"
  step "Rust's wasm target"
  rustup target add wasm32-unknown-unknown || fail "the wasm target is missing: run rustup target add wasm32-unknown-unknown"
}

need_node_packages() { need_packages_of . "the code editor, its bundler, the wasm optimiser"; }

need_bench_packages() { need_packages_of benches/page "what the page is measured beside"; }

# folder, what its packages are
need_packages_of() {
  if ! have node || ! have npm; then
    missing "Node.js 20 or newer with npm" "see https://nodejs.org" "nodejs npm" "nodejs npm" "nodejs npm" "nodejs npm" node
  fi
  [[ $(node -p 'parseInt(process.versions.node)') -ge 20 ]] || fail "Node.js $(node -v) is too old: 20 or newer is needed, see https://nodejs.org"
  cmp -s "$1/package-lock.json" "$1/node_modules/.installed" && return
  step "npm packages: $2"
  # no package's own scripts are run: esbuild works without its own
  npm ci --ignore-scripts --no-fund --no-audit --loglevel=error --prefix "$1" ||
    fail "the npm packages of $1 are missing: npm ci failed, see above"
  cp "$1/package-lock.json" "$1/node_modules/.installed"
}

# program, crate, version
need_cargo_tool() {
  local program=$1 crate=$2 version=$3
  right_version "$program" "$version" && return
  mkdir -p .tools/bin
  prebuilt "$program" "$version" && right_version "$program" "$version" && return
  step "$crate $version: compiling, about ten minutes on two cores"
  # crates.io's index has a checksum for each crate, and --locked takes the versions that its authors tested
  cargo install "$crate" --version "$version" --root .tools --locked ||
    fail "$crate $version is missing: cargo install $crate --version $version --locked failed, see above"
}

# Takes the page of a released site apart. It doesn't tell its version; Cargo does.
need_wasm_split() {
  have wasm-split-cli && grep -qs "\"wasm_split_cli_support $WASM_SPLIT_VERSION " .tools/.crates.toml && return
  step "wasm-split-cli $WASM_SPLIT_VERSION: compiling, about a minute on two cores"
  mkdir -p .tools/bin
  cargo install wasm_split_cli_support --version "$WASM_SPLIT_VERSION" --features build-binary --root .tools --locked ||
    fail "wasm-split-cli $WASM_SPLIT_VERSION is missing: cargo install wasm_split_cli_support failed, see above"
}

right_version() { have "$1" && [[ $("$1" --version 2>/dev/null) == *" $2"* ]]; }

# Takes a program from an archive that scripts/prebuilt.txt names for this system, if its checksum is the one that stands
# there. What is not listed is compiled.
prebuilt() {
  local program=$1 version=$2 line url sum unpacked
  line=$(awk -v program="$program" -v version="$version" -v machine="$(uname -sm | tr ' ' -)" \
    '$1 == program && $2 == version && $3 == machine { print $4, $5; exit }' "${PREBUILT:-scripts/prebuilt.txt}")
  [[ -n $line ]] && have curl && { have sha256sum || have shasum; } || return 1
  read -r sum url <<<"$line"
  step "$program $version: $url"
  unpacked=$(mktemp -d)
  # shellcheck disable=SC2064 # now
  trap "rm -rf '$unpacked'" RETURN
  if ! curl -fsSL --connect-timeout 10 --speed-limit 1000 --speed-time 20 -o "$unpacked/archive" "$url"; then
    step "couldn't be downloaded"
    return 1
  fi
  local found
  found=$(sha256 "$unpacked/archive")
  [[ $found == "$sum" ]] || fail "$url isn't the file that scripts/prebuilt.txt names: its checksum is $found"
  tar -xzf "$unpacked/archive" -C "$unpacked" && rm "$unpacked/archive"
  find "$unpacked" -type f -perm -u+x -exec cp {} .tools/bin/ \;
}

# Without a password asked for: a script that waits for one looks hung.
can_be_root() { [[ $EUID -eq 0 ]] || { have sudo && sudo -n true 2>/dev/null; }; }

need_browser() {
  have_driver && have_chromium && return
  local packages
  if have apt-get && can_be_root; then
    step "Chromium and its driver, by apt-get"
    local root=()
    [[ $EUID -eq 0 ]] || root=(sudo)
    "${root[@]}" apt-get update -q >/dev/null || true
    for packages in "chromium chromium-driver" "chromium-browser chromium-chromedriver"; do
      # shellcheck disable=SC2086 # two packages
      "${root[@]}" apt-get install -y -q $packages >/dev/null && break
    done
  fi
  if have_driver && have_chromium; then return; fi
  missing "Chromium or chromedriver" "install both in the same version, or name them in CHROMIUM and CHROMEDRIVER" \
    "chromium chromium-driver" "chromium chromedriver" chromium "chromium chromium-chromedriver" "--cask chromium chromedriver"
}

# The main stories run in Firefox, too. Its driver is not in Debian.
need_firefox() {
  if ! have_firefox && have apt-get && can_be_root; then
    step "Firefox, by apt-get"
    local root=()
    [[ $EUID -eq 0 ]] || root=(sudo)
    "${root[@]}" apt-get update -q >/dev/null || true
    "${root[@]}" apt-get install -y -q firefox-esr >/dev/null || "${root[@]}" apt-get install -y -q firefox >/dev/null || true
  fi
  have_firefox || missing Firefox "install it, or name it in FIREFOX" firefox-esr firefox firefox firefox-esr "--cask firefox"
  have geckodriver || need_cargo_tool geckodriver geckodriver "$GECKODRIVER_VERSION"
}

have_firefox() {
  if [[ -n ${FIREFOX:-} ]]; then have "$FIREFOX"; else have firefox-esr || have firefox; fi
}

# Where CHROMIUM or CHROMEDRIVER names a program, it is that one and no other.
have_chromium() { [[ -n $(chromium_program) ]]; }

chromium_program() {
  if [[ -n ${CHROMIUM:-} ]]; then
    command -v "$CHROMIUM"
  else
    command -v chromium || command -v chromium-browser || command -v google-chrome
  fi || true
}

have_driver() { have "${CHROMEDRIVER:-chromedriver}"; }
