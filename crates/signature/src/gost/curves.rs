//! The named sets of parameters and their numbers.
//!
//! GOST R 34.10-2012 example sets (RFC 7091, section 7), CryptoPro sets (RFC 4357, section 11.4), TC26 sets (RFC 7836,
//! appendix A). The two sets with a twisted Edwards form (256-A, 512-C) are used in their Weierstrass form, in which
//! keys are written everywhere.

use std::sync::OnceLock;

use der::oid::ObjectIdentifier;

use super::Digest;
use super::group::{Group, Parameters};
use super::hex::limbs;
use crate::Error;

/// A named set of parameters of GOST R 34.10-2012. Several names may stand for the same curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Curve {
    /// The example of the standard, 256 bits: never for real keys.
    Test256,
    /// CryptoPro-A.
    CryptoProA,
    /// CryptoPro-B.
    CryptoProB,
    /// CryptoPro-C.
    CryptoProC,
    /// CryptoPro-XchA: the curve of CryptoPro-A for keys that also agree on keys.
    CryptoProXchA,
    /// CryptoPro-XchB: the curve of CryptoPro-C for keys that also agree on keys.
    CryptoProXchB,
    /// TC26 256-A, cofactor 4.
    Tc26A256,
    /// TC26 256-B: the curve of CryptoPro-A.
    Tc26B256,
    /// TC26 256-C: the curve of CryptoPro-B.
    Tc26C256,
    /// TC26 256-D: the curve of CryptoPro-C.
    Tc26D256,
    /// The example of the standard, 512 bits: never for real keys.
    Test512,
    /// TC26 512-A.
    Tc26A512,
    /// TC26 512-B.
    Tc26B512,
    /// TC26 512-C, cofactor 4.
    Tc26C512,
}

/// The mathematics of a set, by its length.
pub(crate) enum AnyGroup {
    /// 256 bits.
    Short(&'static Group<4>),
    /// 512 bits.
    Long(&'static Group<8>),
}

impl Curve {
    /// Every set this program knows.
    pub const ALL: [Self; 14] = [
        Self::Test256,
        Self::CryptoProA,
        Self::CryptoProB,
        Self::CryptoProC,
        Self::CryptoProXchA,
        Self::CryptoProXchB,
        Self::Tc26A256,
        Self::Tc26B256,
        Self::Tc26C256,
        Self::Tc26D256,
        Self::Test512,
        Self::Tc26A512,
        Self::Tc26B512,
        Self::Tc26C512,
    ];

    /// The set with this object identifier.
    ///
    /// # Errors
    /// [`Error::Unsupported`]: none has it.
    pub fn from_oid(oid: ObjectIdentifier) -> Result<Self, Error> {
        let found = Self::ALL.into_iter().find(|curve| curve.oid() == oid);
        found.ok_or_else(|| Error::Unsupported {
            what: format!("parameters of the key {oid}"),
        })
    }

    /// Its object identifier.
    #[must_use]
    pub fn oid(self) -> ObjectIdentifier {
        ObjectIdentifier::new_unwrap(match self {
            Self::Test256 => "1.2.643.2.2.35.0",
            Self::CryptoProA => "1.2.643.2.2.35.1",
            Self::CryptoProB => "1.2.643.2.2.35.2",
            Self::CryptoProC => "1.2.643.2.2.35.3",
            Self::CryptoProXchA => "1.2.643.2.2.36.0",
            Self::CryptoProXchB => "1.2.643.2.2.36.1",
            Self::Tc26A256 => "1.2.643.7.1.2.1.1.1",
            Self::Tc26B256 => "1.2.643.7.1.2.1.1.2",
            Self::Tc26C256 => "1.2.643.7.1.2.1.1.3",
            Self::Tc26D256 => "1.2.643.7.1.2.1.1.4",
            Self::Test512 => "1.2.643.7.1.2.1.2.0",
            Self::Tc26A512 => "1.2.643.7.1.2.1.2.1",
            Self::Tc26B512 => "1.2.643.7.1.2.1.2.2",
            Self::Tc26C512 => "1.2.643.7.1.2.1.2.3",
        })
    }

    /// The length of a coordinate and of a private key: 32 or 64 bytes.
    #[must_use]
    pub fn field_bytes(self) -> usize {
        self.digest().bytes()
    }

    /// The digest that goes with keys of this length (GOST R 34.10-2012, section 5.3).
    #[must_use]
    pub fn digest(self) -> Digest {
        match self.group() {
            AnyGroup::Short(_) => Digest::Streebog256,
            AnyGroup::Long(_) => Digest::Streebog512,
        }
    }

    /// Are keys of both sets points of one curve, whatever its names?
    #[must_use]
    pub fn is_same_curve(self, other: Self) -> bool {
        match (self.group(), other.group()) {
            (AnyGroup::Short(one), AnyGroup::Short(other)) => std::ptr::eq(one, other),
            (AnyGroup::Long(one), AnyGroup::Long(other)) => std::ptr::eq(one, other),
            _ => false,
        }
    }

    /// Do the parameters of a key name the digest too? TC26 lets its newer sets leave it out (RFC 9215, section 4.1.1).
    pub(crate) fn names_digest(self) -> bool {
        !matches!(
            self,
            Self::Tc26A256 | Self::Tc26B256 | Self::Tc26C256 | Self::Tc26D256 | Self::Tc26C512
        )
    }

    pub(crate) fn group(self) -> AnyGroup {
        match self {
            Self::Test256 => AnyGroup::Short(grown(&TEST_256, &TEST_256_NUMBERS)),
            Self::CryptoProA | Self::CryptoProXchA | Self::Tc26B256 => {
                AnyGroup::Short(grown(&CRYPTOPRO_A, &CRYPTOPRO_A_NUMBERS))
            }
            Self::CryptoProB | Self::Tc26C256 => AnyGroup::Short(grown(&CRYPTOPRO_B, &CRYPTOPRO_B_NUMBERS)),
            Self::CryptoProC | Self::CryptoProXchB | Self::Tc26D256 => {
                AnyGroup::Short(grown(&CRYPTOPRO_C, &CRYPTOPRO_C_NUMBERS))
            }
            Self::Tc26A256 => AnyGroup::Short(grown(&TC26_256_A, &TC26_256_A_NUMBERS)),
            Self::Test512 => AnyGroup::Long(grown(&TEST_512, &TEST_512_NUMBERS)),
            Self::Tc26A512 => AnyGroup::Long(grown(&TC26_512_A, &TC26_512_A_NUMBERS)),
            Self::Tc26B512 => AnyGroup::Long(grown(&TC26_512_B, &TC26_512_B_NUMBERS)),
            Self::Tc26C512 => AnyGroup::Long(grown(&TC26_512_C, &TC26_512_C_NUMBERS)),
        }
    }
}

/// The group, grown from its numbers when first asked for.
fn grown<const L: usize>(place: &'static OnceLock<Group<L>>, numbers: &Parameters<L>) -> &'static Group<L> {
    place.get_or_init(|| Group::new(numbers))
}

static TEST_256: OnceLock<Group<4>> = OnceLock::new();
static CRYPTOPRO_A: OnceLock<Group<4>> = OnceLock::new();
static CRYPTOPRO_B: OnceLock<Group<4>> = OnceLock::new();
static CRYPTOPRO_C: OnceLock<Group<4>> = OnceLock::new();
static TC26_256_A: OnceLock<Group<4>> = OnceLock::new();
static TEST_512: OnceLock<Group<8>> = OnceLock::new();
static TC26_512_A: OnceLock<Group<8>> = OnceLock::new();
static TC26_512_B: OnceLock<Group<8>> = OnceLock::new();
static TC26_512_C: OnceLock<Group<8>> = OnceLock::new();

const TEST_256_NUMBERS: Parameters<4> = Parameters {
    p: limbs("8000000000000000000000000000000000000000000000000000000000000431"),
    q: limbs("8000000000000000000000000000000150FE8A1892976154C59CFC193ACCF5B3"),
    a: limbs("7"),
    b: limbs("5FBFF498AA938CE739B8E022FBAFEF40563F6E6A3472FC2A514C0CE9DAE23B7E"),
    x: limbs("2"),
    y: limbs("08E2A8A0E65147D4BD6316030E16D19C85C97F0A9CA267122B96ABBCEA7E8FC8"),
    cofactor_bits: 0,
};
const CRYPTOPRO_A_NUMBERS: Parameters<4> = Parameters {
    p: limbs("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFD97"),
    q: limbs("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF6C611070995AD10045841B09B761B893"),
    a: limbs("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFD94"),
    b: limbs("A6"),
    x: limbs("1"),
    y: limbs("8D91E471E0989CDA27DF505A453F2B7635294F2DDF23E3B122ACC99C9E9F1E14"),
    cofactor_bits: 0,
};
const CRYPTOPRO_B_NUMBERS: Parameters<4> = Parameters {
    p: limbs("8000000000000000000000000000000000000000000000000000000000000C99"),
    q: limbs("800000000000000000000000000000015F700CFFF1A624E5E497161BCC8A198F"),
    a: limbs("8000000000000000000000000000000000000000000000000000000000000C96"),
    b: limbs("3E1AF419A269A5F866A7D3C25C3DF80AE979259373FF2B182F49D4CE7E1BBC8B"),
    x: limbs("1"),
    y: limbs("3FA8124359F96680B83D1C3EB2C070E5C545C9858D03ECFB744BF8D717717EFC"),
    cofactor_bits: 0,
};
const CRYPTOPRO_C_NUMBERS: Parameters<4> = Parameters {
    p: limbs("9B9F605F5A858107AB1EC85E6B41C8AACF846E86789051D37998F7B9022D759B"),
    q: limbs("9B9F605F5A858107AB1EC85E6B41C8AA582CA3511EDDFB74F02F3A6598980BB9"),
    a: limbs("9B9F605F5A858107AB1EC85E6B41C8AACF846E86789051D37998F7B9022D7598"),
    b: limbs("805A"),
    x: limbs("0"),
    y: limbs("41ECE55743711A8C3CBF3783CD08C0EE4D4DC440D4641A8F366E550DFDB3BB67"),
    cofactor_bits: 0,
};
const TC26_256_A_NUMBERS: Parameters<4> = Parameters {
    p: limbs("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFD97"),
    q: limbs("400000000000000000000000000000000FD8CDDFC87B6635C115AF556C360C67"),
    a: limbs("C2173F1513981673AF4892C23035A27CE25E2013BF95AA33B22C656F277E7335"),
    b: limbs("295F9BAE7428ED9CCC20E7C359A9D41A22FCCD9108E17BF7BA9337A6F8AE9513"),
    x: limbs("91E38443A5E82C0D880923425712B2BB658B9196932E02C78B2582FE742DAA28"),
    y: limbs("32879423AB1A0375895786C4BB46E9565FDE0B5344766740AF268ADB32322E5C"),
    cofactor_bits: 2,
};
const TEST_512_NUMBERS: Parameters<8> = Parameters {
    p: limbs(
        "4531ACD1FE0023C7550D267B6B2FEE80922B14B2FFB90F04D4EB7C09B5D2D15D\
         F1D852741AF4704A0458047E80E4546D35B8336FAC224DD81664BBF528BE6373",
    ),
    q: limbs(
        "4531ACD1FE0023C7550D267B6B2FEE80922B14B2FFB90F04D4EB7C09B5D2D15D\
         A82F2D7ECB1DBAC719905C5EECC423F1D86E25EDBE23C595D644AAF187E6E6DF",
    ),
    a: limbs("7"),
    b: limbs(
        "1CFF0806A31116DA29D8CFA54E57EB748BC5F377E49400FDD788B649ECA1AC43\
         61834013B2AD7322480A89CA58E0CF74BC9E540C2ADD6897FAD0A3084F302ADC",
    ),
    x: limbs(
        "24D19CC64572EE30F396BF6EBBFD7A6C5213B3B3D7057CC825F91093A68CD762\
         FD60611262CD838DC6B60AA7EEE804E28BC849977FAC33B4B530F1B120248A9A",
    ),
    y: limbs(
        "2BB312A43BD2CE6E0D020613C857ACDDCFBF061E91E5F2C3F32447C259F39B2C\
         83AB156D77F1496BF7EB3351E1EE4E43DC1A18B91B24640B6DBB92CB1ADD371E",
    ),
    cofactor_bits: 0,
};
const TC26_512_A_NUMBERS: Parameters<8> = Parameters {
    p: limbs(
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF\
         FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFDC7",
    ),
    q: limbs(
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF\
         27E69532F48D89116FF22B8D4E0560609B4B38ABFAD2B85DCACDB1411F10B275",
    ),
    a: limbs(
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF\
         FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFDC4",
    ),
    b: limbs(
        "E8C2505DEDFC86DDC1BD0B2B6667F1DA34B82574761CB0E879BD081CFD0B6265\
         EE3CB090F30D27614CB4574010DA90DD862EF9D4EBEE4761503190785A71C760",
    ),
    x: limbs("3"),
    y: limbs(
        "7503CFE87A836AE3A61B8816E25450E6CE5E1C93ACF1ABC1778064FDCBEFA921\
         DF1626BE4FD036E93D75E6A50E3A41E98028FE5FC235F5B889A589CB5215F2A4",
    ),
    cofactor_bits: 0,
};
const TC26_512_B_NUMBERS: Parameters<8> = Parameters {
    p: limbs(
        "8000000000000000000000000000000000000000000000000000000000000000\
         000000000000000000000000000000000000000000000000000000000000006F",
    ),
    q: limbs(
        "8000000000000000000000000000000000000000000000000000000000000001\
         49A1EC142565A545ACFDB77BD9D40CFA8B996712101BEA0EC6346C54374F25BD",
    ),
    a: limbs(
        "8000000000000000000000000000000000000000000000000000000000000000\
         000000000000000000000000000000000000000000000000000000000000006C",
    ),
    b: limbs(
        "687D1B459DC841457E3E06CF6F5E2517B97C7D614AF138BCBF85DC806C4B289F\
         3E965D2DB1416D217F8B276FAD1AB69C50F78BEE1FA3106EFB8CCBC7C5140116",
    ),
    x: limbs("2"),
    y: limbs(
        "1A8F7EDA389B094C2C071E3647A8940F3C123B697578C213BE6DD9E6C8EC7335\
         DCB228FD1EDF4A39152CBCAAF8C0398828041055F94CEEEC7E21340780FE41BD",
    ),
    cofactor_bits: 0,
};
const TC26_512_C_NUMBERS: Parameters<8> = Parameters {
    p: limbs(
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF\
         FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFDC7",
    ),
    q: limbs(
        "3FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF\
         C98CDBA46506AB004C33A9FF5147502CC8EDA9E7A769A12694623CEF47F023ED",
    ),
    a: limbs(
        "DC9203E514A721875485A529D2C722FB187BC8980EB866644DE41C68E1430645\
         46E861C0E2C9EDD92ADE71F46FCF50FF2AD97F951FDA9F2A2EB6546F39689BD3",
    ),
    b: limbs(
        "B4C4EE28CEBC6C2C8AC12952CF37F16AC7EFB6A9F69F4B57FFDA2E4F0DE5ADE0\
         38CBC2FFF719D2C18DE0284B8BFEF3B52B8CC7A5F5BF0A3C8D2319A5312557E1",
    ),
    x: limbs(
        "E2E31EDFC23DE7BDEBE241CE593EF5DE2295B7A9CBAEF021D385F7074CEA043A\
         A27272A7AE602BF2A7B9033DB9ED3610C6FB85487EAE97AAC5BC7928C1950148",
    ),
    y: limbs(
        "F5CE40D95B5EB899ABBCCFF5911CB8577939804D6527378B8C108C3D2090FF9B\
         E18E2D33E3021ED2EF32D85822423B6304F726AA854BAE07D0396E9A9ADDC40F",
    ),
    cofactor_bits: 2,
};
