# What readers of DOCX that we did not write make of it. Sourced by `accept` and `second`.

# By structure alone: headings, heads of tables, alternative texts, notes, words.
by_structure() {
    local ask=(node .ci/checks/opinions/mammoth.js "$tools/node/node_modules")
    "${ask[@]}" "${documents[@]}"
    looked_at ${#documents[@]} DOCX
    refuses "noteless.docx: " "${ask[@]}" "$broken/noteless.docx"
    refuses "4 pictures of 5" "${ask[@]}" "$broken/silent.docx"
}

# As pages of a browser: every word and picture, and no exception.
in_browser() {
    local ask=(node .ci/checks/opinions/preview.js "$tools/node/node_modules")
    "${ask[@]}" "${documents[@]}"
    looked_at ${#documents[@]} DOCX
    refuses "lost words: migration" "${ask[@]}" "$broken/hidden.docx"
    refuses "4 pictures of 5" "${ask[@]}" "$broken/unpictured.docx"
    refuses "cannot be opened" "${ask[@]}" "$broken/cut.docx"
}
