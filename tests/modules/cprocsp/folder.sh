# What the three programs share: the folder that is the provider.
folder=$(cd "${BASH_SOURCE[1]%/*}" && pwd)
export OPENSSL_CONF="$folder/openssl.cnf"
printf '%s %s\n' "${0##*/}" "$*" >>"$folder/calls"

# The last line of every program of CryptoPro; its text may come in any encoding.
finish() {
    [[ $1 == 00000000 ]] || printf '\xCE\xF8\xE8\xE1\xEA\xE0 \xEF\xF0\xE8 \xF0\xE0\xE1\xEE\xF2\xE5\n'
    printf '[ErrorCode: 0x%s]\n' "$1"
    [[ $1 == 00000000 ]] && exit 0 || exit 1
}

fault=$(cat "$folder/fault" 2>/dev/null || true)
case $fault in
    hang) exec sleep 600 ;;
    garbage) head -c 4096 /dev/urandom; exit 3 ;;
esac

# The value after a flag.
after() {
    local wanted=$1
    shift
    while (($# > 1)); do
        [[ $1 == "$wanted" ]] && { printf '%s' "$2"; return; }
        shift
    done
}

thumbprint_of() { openssl x509 -in "$1" -noout -fingerprint -sha1 | sed 's/.*=//; s/://g' | tr 'A-F' 'a-f'; }

# The file of a certificate, without its end.
find_certificate() {
    local wanted certificate
    wanted=$(tr 'A-F' 'a-f' <<<"$1")
    for certificate in "$folder"/*.cer; do
        [[ $(thumbprint_of "$certificate") == "$wanted" ]] && { printf '%s' "${certificate%.cer}"; return; }
    done
    return 1
}

# The provider's own window.
ask_in_window() {
    local said
    said=$(cat "$folder/window" 2>/dev/null || true)
    [[ $said == cancel ]] && finish 8010006e
    [[ $said == "$(cat "$folder/pin")" ]] || finish 8010006b
    [[ -z $fault ]] || finish "$fault"
}
