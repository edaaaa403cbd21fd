# Builds the example again, elsewhere and otherwise, and compares. Sourced by `accept`.

# Builds a copy of the country's folder; findings (exit code 1) are not what is asked here.
build_in() {
    local folder=$1
    shift
    (cd "$folder" && "$@" "$quarterly" build "$(basename "$(dirname "$spec")")/$(basename "$spec")" --out out --keep) \
        >"$folder/said.txt" 2>&1 || [ $? -eq 1 ] || { cat "$folder/said.txt"; return 1; }
}

# The same by another user, from a folder of his own; only root can become one.
build_as_nobody() {
    local folder binary=$quarterly
    [ "$(id -u)" -eq 0 ] || { echo "another user: not tried, since this one cannot become him"; return 0; }
    folder=$(mktemp -d)
    cp "$quarterly" "$folder/quarterly"
    cp -r "$(dirname "$spec")" "$folder"
    chown -R nobody "$folder"
    quarterly=$folder/quarterly build_in "$folder" setpriv --reuid=65534 --regid=65534 --clear-groups
    (cd "$folder/out" && sha256sum --quiet --check "$again/sums")
    rm -rf "$folder"
    quarterly=$binary
}

# A debug build checks more and is compiled otherwise; it has to write the same.
build_in_debug() {
    local folder=$again/debug
    [ -x target/debug/quarterly ] || { echo "debug build: not tried, since there is none"; return 0; }
    mkdir -p "$folder"
    cp -r "$(dirname "$spec")" "$folder"
    (quarterly=$PWD/target/debug/quarterly && build_in "$folder" env)
    (cd "$folder/out" && sha256sum --quiet --check "$again/sums")
}

# Same input, same bytes: whatever the folder, thread count, time zone, language, file mode, day, user and kind of build.
reproducible() {
    local here=$again/here there=$again/there/and/elsewhere changed=$again/changed folder
    for folder in "$here" "$there" "$changed"; do
        mkdir -p "$folder"
        cp -r "$(dirname "$spec")" "$folder"
    done
    [ "$(faketime '2031-03-03 03:03:03' date +%Y)" = 2031 ]
    build_in "$here" env
    (
        umask 077
        build_in "$there" env RAYON_NUM_THREADS=1 TZ=Asia/Almaty LC_ALL=tr_TR.UTF-8 HOME=/nonexistent \
            faketime '2031-03-03 03:03:03'
    )
    (cd "$here/out" && find . -type f -print0 | sort -z | xargs -0 sha256sum) >"$again/sums"
    looked_at "$(wc -l <"$again/sums")" files
    (cd "$there/out" && sha256sum --quiet --check "$again/sums")
    # The folder that was checked above is what this binary makes of this spec.
    (cd "$dir" && sha256sum --quiet --check "$again/sums")
    build_in_debug
    build_as_nobody
    cp "$broken/changed.toml" "$changed/$(basename "$(dirname "$spec")")/$(basename "$spec")"
    build_in "$changed" env
    (cd "$changed/out" && refuses "FAILED" sha256sum --quiet --check "$again/sums")
}

# Two builds of one edition, the second with another title: the difference is told, and its page works in a browser.
differences() {
    local page=$again/difference.html driver=$tools/node/node_modules/puppeteer-core first
    "$quarterly" diff "$dir" "$spec"
    # Another folder, thread count, time zone and day.
    "$quarterly" diff "$again/here/out" "$again/there/and/elsewhere/out"
    first=$("$quarterly" diff "$dir" "$again/changed/out" --html "$page" | head -n 1) || true
    grep -qE "'Not' was added.* in the title|^the title .* 'Not' was added" <<<"$first" || { printf 'told first: %s\n' "$first"; return 1; }
    node .ci/checks/browser.js "$driver" "$page"
    looked_at 3 comparisons
    sed 's/"keydown"/"keyup-or-down"/' "$page" >"$again/deaf.html"
    refuses "can be stepped to" node .ci/checks/browser.js "$driver" "$again/deaf.html"
    sed 's/image\/png;base64,/image\/png;base64,AAAA/' "$page" >"$again/blind.html"
    refuses "pictures are not shown" node .ci/checks/browser.js "$driver" "$again/blind.html"
    sed 's/<body /<body data-x="x"><img src="http:\/\/example.org\/x.png" alt="x"><\/body><body /' "$page" >"$again/talking.html"
    refuses "asks the network|told on the console" node .ci/checks/browser.js "$driver" "$again/talking.html"
}
