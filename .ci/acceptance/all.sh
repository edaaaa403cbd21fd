# Where everything is, and all parts of the acceptance. Sourced by `accept` and `second`; `given` is a folder with the example.

tools=$PWD/target/accept
python=$tools/venv/bin/python
broken=$tools/broken
again=$tools/again
editions=$tools/editions
dir=${given:-$tools/example}
quarterly=$(realpath -m "${QUARTERLY:-target/release/quarterly}")
spec=$(realpath "${SPEC:-data/kazakhstan/2023-q2.toml}")

for part in tools editions pdf docx word office houses opinions engines editors filled translation agreement sources opendata rebuilt preview release; do
    . ".ci/acceptance/$part.sh"
done

# What was built, by its kind. The example, which controls are made of, comes first.
name_documents() {
    pdf=$(echo "$dir"/*.pdf)
    docx=${pdf%.pdf}.docx
    inputs=${pdf%.pdf}.inputs
    pdfs=("$pdf" "$editions"/*.pdf)
    documents=("${pdfs[@]/%.pdf/.docx}")
}
