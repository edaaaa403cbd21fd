# What the outputs say: the same in both documents, and what the record and the colours promise. Sourced by `accept`.

# Both documents say the same: headings with their numbers, contents, notes, and every word and number between.
parity() {
    pairs .pdf .docx "${pdfs[@]}"
    python3 .ci/checks/parity.py "${paired[@]}"
    looked_at ${#pdfs[@]} pairs
    refuses "differ: headings, notes" python3 .ci/checks/parity.py "$pdf" "$broken/reworded.docx"
    refuses "differ: text" python3 .ci/checks/parity.py "$pdf" "$broken/renumbered.docx"
}

# The record of all numbers: the one inside the PDF, and every number on the page that it names.
record() {
    local record=$again/record.csv
    "$quarterly" check "$spec" --record "$record" 2>&1 | tail -n 1
    python3 .ci/checks/record.py --is "$record" "$pdf"
    python3 .ci/checks/record.py "${pdfs[@]}"
    looked_at ${#pdfs[@]} PDF
    sed 's/^\(20\),[0-9]*,/\1,8,/' "$record" >"$again/moved.csv"
    refuses "the record inside the PDF is another one" python3 .ci/checks/record.py --is "$again/moved.csv" "$pdf"
    refuses "does not stand on page 8" python3 .ci/checks/record.py --is "$again/moved.csv" "$pdf"
}

# Hues that colour-blind readers can tell apart, and words that can be read, by a library that is not ours.
colours() {
    local charts=() chart
    # As the pages have them: in the pictures that stand alone, letters are outlines.
    mapfile -t charts < <(find "$inputs" "$editions"/*.inputs -name '*.svg' -exec grep -l '<text' {} + | sort)
    "$python" .ci/checks/colours.py templates/brand.toml "${charts[@]}"
    looked_at ${#charts[@]} charts
    sed 's/"#4068B8"/"#0A3CA8"/' templates/brand.toml >"$again/alike.toml"
    refuses "look alike with normal sight" "$python" .ci/checks/colours.py "$again/alike.toml" "${charts[0]}"
    sed 's/^muted = .*/muted = "#999999"/' templates/brand.toml >"$again/pale.toml"
    refuses "muted on white has a contrast" "$python" .ci/checks/colours.py "$again/pale.toml" "${charts[0]}"
    chart=$(grep -lE '<text[^>]*#404040' "${charts[@]}" | sed -n 1p)
    sed '/<text/s/#404040/#CCCCCC/' "$chart" >"$again/pale.svg"
    refuses "in #CCCCCC on #FFFFFF has a contrast of 1.6" "$python" .ci/checks/colours.py templates/brand.toml "$again/pale.svg"
}
