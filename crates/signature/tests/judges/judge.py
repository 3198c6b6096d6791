"""A second opinion on a signed message: asn1crypto reads it, gostcrypto does the mathematics.

judge.py MESSAGE CONTENT [MESSAGE CONTENT …]: says «ok» and how many signers held for each, or fails at the first that
does not. Shares no code with the crate or OpenSSL.
"""

import sys

import gostcrypto
from asn1crypto import cms, core

CURVES = {
    "1.2.643.7.1.2.1.1.1": "id-tc26-gost-3410-2012-256-paramSetA",
    "1.2.643.7.1.2.1.1.2": "id-tc26-gost-3410-2012-256-paramSetB",
    "1.2.643.2.2.35.1": "id-tc26-gost-3410-2012-256-paramSetB",
    "1.2.643.2.2.36.0": "id-tc26-gost-3410-2012-256-paramSetB",
    "1.2.643.7.1.2.1.1.3": "id-tc26-gost-3410-2012-256-paramSetC",
    "1.2.643.2.2.35.2": "id-tc26-gost-3410-2012-256-paramSetC",
    "1.2.643.7.1.2.1.1.4": "id-tc26-gost-3410-2012-256-paramSetD",
    "1.2.643.2.2.35.3": "id-tc26-gost-3410-2012-256-paramSetD",
    "1.2.643.2.2.36.1": "id-tc26-gost-3410-2012-256-paramSetD",
    "1.2.643.7.1.2.1.2.1": "id-tc26-gost-3410-12-512-paramSetA",
    "1.2.643.7.1.2.1.2.2": "id-tc26-gost-3410-12-512-paramSetB",
    "1.2.643.7.1.2.1.2.3": "id-tc26-gost-3410-2012-512-paramSetC",
}
DIGESTS = {"1.2.643.7.1.1.2.2": "streebog256", "1.2.643.7.1.1.2.3": "streebog512"}
SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47"


def digest(name, data):
    return bytes(gostcrypto.gosthash.new(name, data=bytearray(data)).digest())


def parts(der):
    """The elements of a SEQUENCE, each with its own bytes."""
    return list(core.SequenceOf.load(der, spec=core.Any))


def oid(der):
    return core.ObjectIdentifier.load(der).dotted


def public_key(certificate):
    """The curve, and the key as gostcrypto wants it: x and y, each big-endian."""
    spki = certificate["tbs_certificate"]["subject_public_key_info"].dump()
    algorithm, bits = parts(spki)
    parameters = parts(algorithm.dump())[1]
    curve = CURVES[oid(parts(parameters.dump())[0].dump())]
    point = core.OctetString.load(bytes(core.BitString.load(bits.dump()).contents[1:])).native
    half = len(point) // 2
    return curve, point[:half][::-1] + point[half:][::-1]


def holds(certificate, name, signed, value):
    curve_name, key = public_key(certificate)
    mode = gostcrypto.gostsignature.MODE_256 if name == "streebog256" else gostcrypto.gostsignature.MODE_512
    curve = gostcrypto.gostsignature.CURVES_R_1323565_1_024_2019[curve_name]
    half = len(value) // 2
    # In a message s stands before r; gostcrypto wants r before s. A digest is a little-endian number.
    ours = bytearray(value[half:] + value[:half])
    return gostcrypto.gostsignature.new(mode, curve).verify(bytearray(key), bytearray(digest(name, signed)[::-1]), ours)


def check(signer, certificates, content):
    name = DIGESTS[signer["digest_algorithm"]["algorithm"].dotted]
    certificate = next(
        certificate
        for certificate in certificates
        if certificate["tbs_certificate"]["serial_number"].native == signer["sid"].chosen["serial_number"].native
        and certificate["tbs_certificate"]["issuer"].dump() == signer["sid"].chosen["issuer"].dump()
    )
    attributes = signer["signed_attrs"]
    if not len(attributes):
        return holds(certificate, name, content, signer["signature"].native)
    values = {attribute["type"].dotted: attribute["values"][0] for attribute in attributes}
    assert values["1.2.840.113549.1.9.4"].native == digest(name, content), "the content was changed"
    raw = [bytes(attribute.dump()) for attribute in attributes]
    assert raw == sorted(raw), "the attributes are not in the order of DER"
    if SIGNING_CERTIFICATE_V2 in values:
        identifiers = parts(values[SIGNING_CERTIFICATE_V2].dump())[0]
        first = parts(parts(identifiers.dump())[0].dump())
        expected = digest(DIGESTS[oid(parts(first[0].dump())[0].dump())], certificate.dump())
        assert core.OctetString.load(first[1].dump()).native == expected, "another certificate was bound"
    signed = b"\x31" + attributes.dump()[1:]
    return holds(certificate, name, signed, signer["signature"].native)


def main(message_path, content_path):
    with open(message_path, "rb") as file:
        message = cms.ContentInfo.load(file.read(), strict=True)
    with open(content_path, "rb") as file:
        content = file.read()
    signed = message["content"]
    certificates = [choice.chosen for choice in signed["certificates"]]
    verdicts = [check(signer, certificates, content) for signer in signed["signer_infos"]]
    assert verdicts and all(verdicts), "a signature does not hold"
    print("ok", len(verdicts))


if __name__ == "__main__":
    for pair in zip(sys.argv[1::2], sys.argv[2::2], strict=True):
        main(*pair)
