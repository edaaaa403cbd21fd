# Programs that read a whole DOCX and take minutes to get. Sourced by `second`, which has sourced `debian.sh`.

ooxmlsdk_version=0.14.0

# A crate with the types of the format, as a tool of its own: the program does not depend on it.
by_types() {
    local home=$tools/ooxmlsdk out=$again/ooxmlsdk name
    mkdir -p "$home/src" "$out"
    cp .ci/checks/opinions/ooxmlsdk.rs "$home/src/main.rs"
    printf '[package]\nname = "opens"\nversion = "0.1.0"\nedition = "2024"\n[dependencies]\nooxmlsdk = "=%s"\n[profile.dev]\ndebug = false\n[workspace]\n' \
        "$ooxmlsdk_version" >"$home/Cargo.toml"
    (cd "$home" && cargo build --quiet) || { echo "NOT RUN: ooxmlsdk cannot be had from here"; return "$not_run"; }
    "$home/target/debug/opens" "$out" "${documents[@]}"
    # What it wrote is sound, and nothing in it was lost.
    ooxml "$out"/*.docx
    unedited "$out"/*.docx >"$again/edits.txt" || { tail -n 3 "$again/edits.txt"; return 1; }
    looked_at ${#documents[@]} DOCX
    refuses "cut.docx: " "$home/target/debug/opens" "$out" "$broken/cut.docx"
}

# Numbers of figures and references as LibreOffice computes them are those that are written.
recomputed() {
    local out=$again/recomputed
    mkdir -p "$out"
    FONTCONFIG_FILE=$tools/fonts.conf /usr/bin/python3 .ci/checks/opinions/update.py "$out.profile" "$out" \
        "${documents[@]}" "$broken/misnumbered.docx"
    same_fields "$out"
}

# same_fields FOLDER: of what some office saved there.
same_fields() {
    python3 .ci/checks/opinions/fields.py "$1" "${documents[@]}"
    looked_at ${#documents[@]} DOCX
    refuses "SEQ Figure prints .7." python3 .ci/checks/opinions/fields.py "$1" "$broken/misnumbered.docx"
}

# A Debian with the LibreOffice of its backports.
later_office() {
    later=$(realpath -m "${QUARTERLY_FOREIGN:-target/foreign}")/office
    local release=http://deb.debian.org/debian/dists/bookworm-backports/Release
    if [ ! -e "$later/etc/quarterly-packages" ] && ! python3 -c "import urllib.request as r; r.urlopen('$release', timeout=60)"; then
        echo "NOT RUN: LibreOffice of bookworm-backports cannot be had from here"
        return "$not_run"
    fi
    debian bookworm "$later" fontconfig backports:libreoffice-writer-nogui backports:python3-uno
    in_later soffice --version
}

# In that Debian, with this folder as it is here.
in_later() { inside "$later" "$PWD:$PWD" "$PWD/fonts:/usr/share/fonts/own:ro" -- "$@"; }

recomputed_later() {
    local out=$again/recomputed-later later
    later=$(realpath -m "${QUARTERLY_FOREIGN:-target/foreign}")/office
    [ -e "$later/etc/quarterly-packages" ] || { echo "NOT RUN: there is no later LibreOffice"; return "$not_run"; }
    mkdir -p "$out"
    in_later python3 "$PWD/.ci/checks/opinions/update.py" "$out.profile" "$out" "${documents[@]}" "$broken/misnumbered.docx"
    same_fields "$out"
}
