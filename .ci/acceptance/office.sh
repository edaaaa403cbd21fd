# What LibreOffice makes of every DOCX. Its exit code is 0 whatever happens, so only what it wrote counts. Sourced by `accept`.

# office FOLDER FORMAT FILE…: one start for many files; FOLDER names the profile too, so that two can run at once.
office() {
    local folder=$1 format=$2
    shift 2
    FONTCONFIG_FILE=$tools/fonts.conf timeout 600 soffice "-env:UserInstallation=file://$folder.profile" --headless \
        --convert-to "$format" --outdir "$folder" "$@" >"$folder.txt" 2>&1
}

# All documents and the controls of the steps below, as PDF and saved again as DOCX.
convert() {
    local files=("${documents[@]}" "$broken"/{hidden,unpictured,unplotted,foreign,otherwise,edited}.docx) pid
    office "$again/shown" pdf "${files[@]}" &
    pid=$!
    office "$again/saved" "docx:MS Word 2007 XML" "${files[@]}"
    wait "$pid"
    looked_at "$(find "$again/shown" -name '*.pdf' | wc -l)" "as PDF"
    looked_at "$(find "$again/saved" -name '*.docx' | wc -l)" "as DOCX"
}

# Every word, picture and chart is there, in the bundled faces.
shown() {
    local ask=(python3 .ci/checks/office.py fonts "$again/shown" "$again/saved")
    "${ask[@]}" "${documents[@]}"
    looked_at ${#documents[@]} DOCX
    refuses "lost words: " "${ask[@]}" "$broken/hidden.docx"
    refuses "docx: 5 pictures drawn of 5 and 1.*; 4 pictures kept of 5$" "${ask[@]}" "$broken/unpictured.docx"
    refuses "7 charts kept of 8" "${ask[@]}" "$broken/unplotted.docx"
    refuses "no face has: U\+6F22" "${ask[@]}" "$broken/foreign.docx"
    refuses "other faces: DejaVuSerif$" "${ask[@]}" "$broken/otherwise.docx"
}

# No edits in any of the files.
unedited() {
    local file
    for file in "$@"; do
        "$quarterly" edits "$file" || { echo "$file: edits where there are none"; return 1; }
    done
}

# The addresses of blocks find an editor's edits and nothing else, also after another program saved the file.
addresses() {
    local edited=$again/edited.txt
    unedited "${documents[@]}" >"$again/edits.txt" || { tail -n 3 "$again/edits.txt"; return 1; }
    unedited "${documents[@]/#*\//$again/saved/}" >"$again/edits.txt" || { tail -n 3 "$again/edits.txt"; return 1; }
    looked_at $((2 * ${#documents[@]})) DOCX
    refuses "5 edits" "$quarterly" edits "$broken/edited.docx"
    "$quarterly" edits "$broken/edited.docx" >"$edited" || [ $? -eq 1 ]
    refuses "5 edits" "$quarterly" edits "$again/saved/edited.docx"
    # That looks were not compared, which LibreOffice writes anew, is said besides.
    { "$quarterly" edits "$again/saved/edited.docx" || [ $? -eq 1 ]; } | sed '/^LibreOffice has saved it/d' | diff "$edited" -
}

# A document in the styles of a unit's own template is as sound, says the same, and has the unit's header.
template() {
    local out=$again/template file
    file=$out/$(basename "$docx")
    "$quarterly" build "$spec" --only docx --out "$out" --reference "$broken/template.docx" 2>/dev/null
    ooxml "$file"
    "$python" .ci/checks/audit.py "$file"
    "$python" .ci/checks/word.py "$file"
    python3 .ci/checks/parity.py "$pdf" "$file"
    office "$out" pdf "$file"
    pdftotext "${file%.docx}.pdf" - | grep -i "the header of a unit" | sort -u
    pdffonts "${file%.docx}.pdf" | grep Serif
    looked_at 1 DOCX
    refuses "mm for text" "$quarterly" build "$spec" --only docx --out "$out" --reference "$broken/unfit.docx"
}

# What labels of charts print follows the numbers behind them, with the document's own signs on machines of any language.
label_cells() {
    local locale tag files=("${docx%.docx}"*.docx) other=$again/signs
    for locale in en-US de-DE ru-RU; do
        computed "$locale" data/languages "${files[@]}"
    done
    looked_at ${#files[@]} DOCX
    for tag in data/languages/*/; do
        mkdir -p "$other/$(basename "$tag")"
        sed 's/^group = .*/group = "·"/' "$tag/print.toml" >"$other/$(basename "$tag")/print.toml"
    done
    refuses ", not '" computed en-US "$other" "$docx"
}

# computed LOCALE LANGUAGES FILE…: the labels, by the Python that has the `uno` of the office.
computed() {
    FONTCONFIG_FILE=$tools/fonts.conf /usr/bin/python3 .ci/checks/label_cells.py "$again/labels-$1.profile" "$@"
}
