# What an editor's program saves is told at its line and carried back. Sourced by `accept`.

# swapped BATCH FOLDER: the example with the words of a batch swapped, saved by four programs that we did not write.
swapped() {
    local batch=$1 folder=$2 name
    mkdir -p "$folder"
    "$python" .ci/checks/editors/save.py "$batch" "$docx" "$folder/python-docx.docx"
    # Only the system's Python has the `uno` that belongs to the office.
    FONTCONFIG_FILE=$tools/fonts.conf /usr/bin/python3 .ci/checks/editors/office.py "$folder.profile" "$batch" "$docx" "$folder/libreoffice.docx"
    for name in docx docxtemplater; do
        NODE_PATH=$tools/node/node_modules node .ci/checks/editors/save.js "$name" "$batch" "$docx" "$folder/$name.docx"
    done
}

# A batch of words swapped by each program is told line by line, comes back, and is built; a number is refused.
editors() {
    local out=$again/editors batch=.ci/checks/editors/batch.tsv name
    swapped "$batch" "$out/words"
    swapped .ci/checks/editors/number.tsv "$out/number"
    for name in python-docx libreoffice docx docxtemplater; do
        "$python" .ci/checks/editors/told.py "$quarterly" "$spec" "$batch" "$out/words/$name.docx" "$out/$name"
        refuses "refused: computed from" \
            "$quarterly" edits "$out/number/$name.docx" --spec "$spec" --apply
    done
    looked_at 4 "edited DOCX"
    # An edit that nobody made, and one that nobody expects.
    { cat "$batch" && printf 'Changes are computed\tChanges are reckoned\n'; } >"$out/more.tsv"
    refuses "not told: 2023-q2.toml" \
        "$python" .ci/checks/editors/told.py "$quarterly" "$spec" "$out/more.tsv" "$out/words/docx.docx" "$out/control"
    head -n 5 "$batch" >"$out/fewer.tsv"
    refuses "told, and nobody did it" \
        "$python" .ci/checks/editors/told.py "$quarterly" "$spec" "$out/fewer.tsv" "$out/words/docx.docx" "$out/control"
    # The spec of another quarter.
    refuses "was not built from" "$quarterly" edits "$out/words/docx.docx" --spec data/kazakhstan/2023-q3.toml
}
