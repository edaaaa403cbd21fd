# What is asked about: the example edition, every edition of the test suite, and files that are broken on purpose. Sourced by `accept`.

build_editions() {
    [ -n "${QUARTERLY:-}" ] || cargo build --release --locked
    if [ -z "$given" ]; then
        rm -rf "$dir"
        build_example "$dir"
    fi
    python3 .ci/checks/editions.py golden/suite templates "$quarterly" "$editions"
    local examples=("$dir"/*.pdf)
    [ ${#examples[@]} -eq 1 ] && [ -f "${examples[0]}" ] || { echo "$dir: expected the PDF of one edition"; return 1; }
    looked_at $((1 + $(find "$editions" -maxdepth 1 -name '*.pdf' | wc -l))) editions
}

# Findings (exit code 1) are not what is asked here; `run` wants the example without any.
build_example() { "$quarterly" build "$spec" --out "$1" --keep || [ $? -eq 1 ]; }

break_files() {
    rm -rf "$broken" "$again" "$tools/tags"
    mkdir -p "$broken" "$again"
    "$python" .ci/checks/break.py "$pdf" "$docx" "$inputs" "$broken"
    looked_at "$(find "$broken" -maxdepth 1 -type f -not -name '*.qdf' | wc -l)" "broken files"
}
