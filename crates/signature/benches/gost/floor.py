"""OpenSSL's GOST engine at work, driven without a line of C: the floor of the bench `gost`.

Arguments: seconds for each figure, then key files (PEM, PKCS#8). For each key one line: operations a second for
signing and for verifying, a digest and its signature. The last line: megabytes a second of Streebog-256.
OPENSSL_CONF names a configuration that loads the engine.
"""

import ctypes
import sys
import time

LOAD_CONFIG = 0x40
crypto = ctypes.CDLL("libcrypto.so.3")
for name in (
    "BIO_new_mem_buf",
    "PEM_read_bio_PrivateKey",
    "EVP_PKEY_CTX_new",
    "EVP_get_digestbyname",
):
    getattr(crypto, name).restype = ctypes.c_void_p
crypto.OPENSSL_init_crypto.argtypes = [ctypes.c_uint64, ctypes.c_void_p]
crypto.BIO_new_mem_buf.argtypes = [ctypes.c_char_p, ctypes.c_int]
crypto.PEM_read_bio_PrivateKey.argtypes = [ctypes.c_void_p] * 4
crypto.EVP_PKEY_CTX_new.argtypes = [ctypes.c_void_p] * 2
crypto.EVP_PKEY_sign_init.argtypes = [ctypes.c_void_p]
crypto.EVP_PKEY_verify_init.argtypes = [ctypes.c_void_p]
crypto.EVP_PKEY_sign.argtypes = [
    ctypes.c_void_p,
    ctypes.c_char_p,
    ctypes.POINTER(ctypes.c_size_t),
    ctypes.c_char_p,
    ctypes.c_size_t,
]
crypto.EVP_PKEY_verify.argtypes = [
    ctypes.c_void_p,
    ctypes.c_char_p,
    ctypes.c_size_t,
    ctypes.c_char_p,
    ctypes.c_size_t,
]
crypto.EVP_get_digestbyname.argtypes = [ctypes.c_char_p]
crypto.EVP_Digest.argtypes = [
    ctypes.c_char_p,
    ctypes.c_size_t,
    ctypes.c_char_p,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_void_p,
]


def need(answer, what):
    if not answer or answer < 0:
        sys.exit(f"OpenSSL refused: {what}")
    return answer


def fastest(run, seconds):
    """Operations a second of the fastest of many short rounds: the others were disturbed."""
    run()
    best, ends = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < ends:
        started = time.perf_counter()
        for _ in range(20):
            run()
        best = min(best, (time.perf_counter() - started) / 20)
    return 1 / best


def key_line(path, seconds):
    pem = open(path, "rb").read()
    bio = need(crypto.BIO_new_mem_buf(pem, len(pem)), "a buffer")
    key = need(crypto.PEM_read_bio_PrivateKey(bio, None, None, None), "the key")
    context = need(crypto.EVP_PKEY_CTX_new(key, None), "a context")
    need(crypto.EVP_PKEY_sign_init(context), "signing")
    length = ctypes.c_size_t(0)
    need(crypto.EVP_PKEY_sign(context, None, ctypes.byref(length), None, 0), "a length")
    digest = bytes(range(1, length.value // 2 + 1))
    signature = ctypes.create_string_buffer(length.value)

    def sign():
        need(
            crypto.EVP_PKEY_sign(context, signature, ctypes.byref(length), digest, len(digest)),
            "to sign",
        )

    signs = fastest(sign, seconds)
    checking = need(crypto.EVP_PKEY_CTX_new(key, None), "a context")
    need(crypto.EVP_PKEY_verify_init(checking), "verifying")
    made = signature.raw

    def verify():
        need(
            crypto.EVP_PKEY_verify(checking, made, len(made), digest, len(digest)),
            "its own signature",
        )

    verifies = fastest(verify, seconds)
    print(f"{signs:.1f} {verifies:.1f} {digest.hex()} {made.hex()}", flush=True)


def digest_line(seconds):
    streebog = need(crypto.EVP_get_digestbyname(b"md_gost12_256"), "Streebog")
    text = bytes(1 << 20)
    out = ctypes.create_string_buffer(64)

    def run():
        need(crypto.EVP_Digest(text, len(text), out, None, streebog, None), "a digest")

    run()
    best, ends = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < ends:
        started = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - started)
    print(f"{len(text) / best / 1e6:.1f}", flush=True)


crypto.OPENSSL_init_crypto(LOAD_CONFIG, None)
wait = float(sys.argv[1])
for key_file in sys.argv[2:]:
    key_line(key_file, wait)
digest_line(wait)
