//! A small authority of our own: a root of 512/A, an issuing authority of 256/TCA and ten owners, one for each kind of
//! key, made by OpenSSL once per run of the tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use signature::certificate::{Certificate, crl};
use signature::envelope::KeyTransport;
use signature::gost::PrivateKey;
use signature::keys::{KeyUnwrap, RawSigner};
use signature::{Result, SystemRandom};
use zeroize::Zeroizing;

use crate::openssl;

/// The ten kinds of keys: bits and the set of parameters as OpenSSL calls it.
pub const KINDS: [(u16, &str); 10] = [
    (256, "A"),
    (256, "B"),
    (256, "C"),
    (256, "XA"),
    (256, "XB"),
    (256, "TCA"),
    (256, "TCB"),
    (512, "A"),
    (512, "B"),
    (512, "C"),
];

const REQUESTS: &str = "oid_section = oids
[oids]
INNLE = 1.2.643.100.4
[req]
distinguished_name = name
utf8 = yes
string_mask = utf8only
[name]
";

const EXTENSIONS: &str = "[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[issuing]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[owner]
keyUsage = critical, digitalSignature, nonRepudiation, keyEncipherment, dataEncipherment, keyAgreement
extendedKeyUsage = clientAuth, emailProtection
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
certificatePolicies = 1.2.643.100.113.1, 1.2.643.100.113.2
1.2.643.100.111 = ASN1:FORMAT:UTF8,UTF8String:КриптоПро CSP 5.0
1.2.643.100.114 = ASN1:INTEGER:0
authorityInfoAccess = caIssuers;URI:http://ca.example.test/issuing.cer, OCSP;URI:http://ocsp.example.test/
crlDistributionPoints = URI:http://ca.example.test/issuing.crl
[stamps]
keyUsage = critical, digitalSignature, nonRepudiation
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[answers]
keyUsage = critical, digitalSignature
extendedKeyUsage = OCSPSigning
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[encryption_only]
keyUsage = critical, keyEncipherment
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
";

/// The folder with everything, and the judge at hand.
pub struct Pki {
    pub folder: PathBuf,
}

/// Made by the first test that asks; tests in other processes of the same run wait and share it.
pub fn pki() -> &'static Pki {
    static PKI: OnceLock<Pki> = OnceLock::new();
    PKI.get_or_init(|| {
        let run = std::env::var("NEXTEST_RUN_ID").unwrap_or_else(|_| std::process::id().to_string());
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pki");
        fs::create_dir_all(&root).unwrap();
        let lock = fs::File::create(root.join("lock")).unwrap();
        lock.lock().unwrap();
        let folder = root.join(run);
        if !folder.join("ready").exists() {
            drop_old(&root);
            make(&folder);
            fs::write(folder.join("ready"), b"").unwrap();
        }
        Pki { folder }
    })
}

fn drop_old(root: &Path) {
    let is_old = |path: &Path| {
        let made = path
            .metadata()
            .and_then(|metadata| metadata.modified())
            .unwrap_or(SystemTime::now());
        made.elapsed().unwrap_or_default() > Duration::from_secs(3600)
    };
    for entry in fs::read_dir(root)
        .unwrap()
        .flatten()
        .filter(|entry| entry.path().is_dir())
    {
        if is_old(&entry.path()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn make(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    openssl::prepare(folder);
    fs::write(folder.join("req.cnf"), REQUESTS).unwrap();
    fs::write(folder.join("extensions.cnf"), EXTENSIONS).unwrap();
    root(folder, "root", "Головной удостоверяющий центр");
    issue(
        folder,
        &Wanted::new(
            "issuing",
            (256, "TCA"),
            "/CN=Выдающий УЦ/O=Выдающий УЦ",
            "issuing",
            "root",
            "0x10",
        ),
    );
    for (index, kind) in KINDS.into_iter().enumerate() {
        let serial = format!("0x{}", 0x7E57_0000_u64 + index as u64);
        issue(
            folder,
            &Wanted::new(&name(kind), kind, OWNER, "owner", "issuing", &serial),
        );
    }
    let chain = [
        fs::read(folder.join("root.pem")).unwrap(),
        fs::read(folder.join("issuing.pem")).unwrap(),
    ]
    .concat();
    fs::write(folder.join("chain.pem"), chain).unwrap();
}

/// «Синица Анна Петровна», director of ООО «Ромашка»; the numbers are invented, their checksums hold.
const OWNER: &str = "/CN=ООО «Ромашка»/SN=Синица/GN=Анна Петровна/O=ООО «Ромашка»/title=Директор/C=RU/ST=77 Москва/\
    L=Москва/street=ул. Полевая, 1/INNLE=7707083893/INN=500100732259/OGRN=1027700132195/SNILS=11223344595/\
    emailAddress=anna@romashka.example.test";

/// A new self-signed root of 512/A.
pub fn root(folder: &Path, file: &str, name: &str) {
    generate(folder, file, (512, "A"));
    let (key, request, certificate) = (
        format!("{file}.key"),
        format!("{file}.req"),
        format!("{file}.pem"),
    );
    let subject = format!("/CN={name}/O=Минцифры для проверок/C=RU");
    let new = [
        "req", "-config", "req.cnf", "-utf8", "-new", "-key", &key, "-subj", &subject, "-out", &request,
    ];
    openssl::run(folder, &new);
    let sign = [
        "x509",
        "-req",
        "-in",
        &request,
        "-signkey",
        &key,
        "-days",
        "3650",
        "-set_serial",
        "1",
    ];
    let extensions = [
        "-extfile",
        "extensions.cnf",
        "-extensions",
        "root",
        "-out",
        &certificate,
    ];
    openssl::run(folder, &[&sign[..], &extensions].concat());
}

fn generate(folder: &Path, file: &str, (bits, set): (u16, &str)) {
    let algorithm = format!("gost2012_{bits}");
    let option = format!("paramset:{set}");
    let out = format!("{file}.key");
    openssl::run(
        folder,
        &[
            "genpkey",
            "-algorithm",
            &algorithm,
            "-pkeyopt",
            &option,
            "-out",
            &out,
        ],
    );
}

/// A certificate to be issued.
pub struct Wanted {
    pub file: String,
    pub kind: (u16, &'static str),
    pub subject: String,
    /// A section of the extensions.
    pub section: &'static str,
    pub issuer: String,
    pub serial: String,
}

impl Wanted {
    pub fn new(
        file: &str,
        kind: (u16, &'static str),
        subject: &str,
        section: &'static str,
        issuer: &str,
        serial: &str,
    ) -> Self {
        Self {
            file: file.to_owned(),
            kind,
            subject: subject.to_owned(),
            section,
            issuer: issuer.to_owned(),
            serial: serial.to_owned(),
        }
    }
}

/// Issues a certificate; a key that is already there is used.
pub fn issue(folder: &Path, wanted: &Wanted) {
    let file = &wanted.file;
    if !folder.join(format!("{file}.key")).exists() {
        generate(folder, file, wanted.kind);
    }
    let (key, request, certificate) = (
        format!("{file}.key"),
        format!("{file}.req"),
        format!("{file}.pem"),
    );
    let (ca, ca_key) = (format!("{}.pem", wanted.issuer), format!("{}.key", wanted.issuer));
    let subject = wanted.subject.as_str();
    let new = [
        "req", "-config", "req.cnf", "-utf8", "-new", "-key", &key, "-subj", subject, "-out", &request,
    ];
    openssl::run(folder, &new);
    let sign = [
        "x509",
        "-req",
        "-in",
        &request,
        "-CA",
        &ca,
        "-CAkey",
        &ca_key,
        "-set_serial",
        &wanted.serial,
    ];
    let rest = [
        "-days",
        "365",
        "-extfile",
        "extensions.cnf",
        "-extensions",
        wanted.section,
        "-out",
        &certificate,
    ];
    openssl::run(folder, &[&sign[..], &rest].concat());
}

/// The file name of an owner.
pub fn name((bits, set): (u16, &str)) -> String {
    format!("{bits}-{set}")
}

impl Pki {
    pub fn run(&self, arguments: &[&str]) -> Vec<u8> {
        openssl::run(&self.folder, arguments)
    }

    pub fn agrees(&self, arguments: &[&str]) -> bool {
        openssl::ask(&self.folder, arguments).status.success()
    }

    pub fn write(&self, file: &str, bytes: &[u8]) {
        fs::write(self.folder.join(file), bytes).unwrap();
    }

    pub fn read(&self, file: &str) -> Vec<u8> {
        fs::read(self.folder.join(file)).unwrap()
    }

    pub fn certificate(&self, file: &str) -> Certificate {
        Certificate::from_pem_or_der(&self.read(&format!("{file}.pem"))).unwrap()
    }

    /// A signer of our own with the key that OpenSSL made.
    pub fn signer(&self, file: &str) -> KeyOfTest {
        let certificate = self.certificate(file);
        let pkcs8 = self.run(&["pkey", "-in", &format!("{file}.key"), "-outform", "DER"]);
        let curve = certificate.public_key().unwrap().curve();
        // The key itself stands at the end, little-endian.
        let raw = pkcs8.get(pkcs8.len() - curve.field_bytes()..).unwrap();
        let key = PrivateKey::from_bytes(curve, raw).unwrap();
        assert_eq!(
            key.public_key().to_spki(),
            certificate.public_key().unwrap().to_spki()
        );
        KeyOfTest { certificate, key }
    }

    /// A list of the issuing authority with these numbers (hexadecimal) as revoked.
    pub fn list(&self, file: &str, revoked: &[&str]) -> crl::RevocationList {
        let folder = format!("{file}.lists");
        fs::create_dir_all(self.folder.join(&folder)).unwrap();
        let entry = |serial: &&str| {
            format!("R\t991231235959Z\t260102030405Z,keyCompromise\t{serial}\tunknown\t/CN=X\n")
        };
        self.write(
            &format!("{folder}/index"),
            revoked.iter().map(entry).collect::<String>().as_bytes(),
        );
        self.write(&format!("{folder}/number"), b"01\n");
        let configuration = format!(
            "[ca]\ndefault_ca = own\n[own]\ndatabase = {folder}/index\ncrlnumber = {folder}/number\n\
             default_md = md_gost12_256\ndefault_crl_days = 30\ncrl_extensions = extensions\n[extensions]\n\
             authorityKeyIdentifier = keyid\n"
        );
        self.write(&format!("{folder}/ca.cnf"), configuration.as_bytes());
        let configuration = format!("{folder}/ca.cnf");
        let out = format!("{file}.crl");
        let who = ["-cert", "issuing.pem", "-keyfile", "issuing.key", "-out", &out];
        self.run(&[&["ca", "-config", &configuration, "-gencrl"][..], &who].concat());
        crl::parse(&self.read(&out)).unwrap()
    }
}

/// A key at hand.
pub struct KeyOfTest {
    pub certificate: Certificate,
    pub key: PrivateKey,
}

impl RawSigner for KeyOfTest {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn sign_digest(&mut self, digest: &[u8]) -> Result<Vec<u8>> {
        self.key.sign_digest(digest, &mut SystemRandom)
    }
}

impl KeyUnwrap for KeyOfTest {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn unwrap(&mut self, transport: &KeyTransport) -> Result<Zeroizing<Vec<u8>>> {
        transport.unwrap_with(&self.key)
    }
}

/// Now, in whole seconds.
pub fn now() -> Timestamp {
    Timestamp::from_second(Timestamp::now().as_second()).unwrap()
}
