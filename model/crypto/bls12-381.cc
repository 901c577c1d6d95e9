// SPDX-License-Identifier: GPL-2.0-only

#include "bls12-381.h"

#include "bls-engine.h"
#include "sha256.h"

#include <algorithm>
#include <atomic>
#include <stdexcept>

namespace ns3::iomt::bls
{

namespace
{

const Engine*
FastestEngine()
{
    const Engine* mulx = MulxEngine();
    return mulx != nullptr ? mulx : &PortableEngine();
}

std::atomic<const Engine*>&
ChosenEngine()
{
    static std::atomic<const Engine*> engine{FastestEngine()};
    return engine;
}

const Engine&
Current()
{
    return *ChosenEngine().load(std::memory_order_relaxed);
}

/// @return expand_message_xmd with SHA-256 (RFC 9380, 5.3.1), 128 octets
Bytes
ExpandMessage(const Bytes& message, const std::string& dst)
{
    constexpr std::size_t blocks = 4;
    if (dst.empty())
    {
        throw std::invalid_argument("hashing to G1 needs a domain separation tag, not an empty "
                                    "one (RFC 9380, 3.1)");
    }
    Bytes tag = ToBytes(dst);
    if (tag.size() > 255)
    {
        Bytes oversize = ToBytes("H2C-OVERSIZE-DST-");
        oversize.insert(oversize.end(), tag.begin(), tag.end());
        tag = Sha256(oversize);
    }
    tag.push_back(static_cast<uint8_t>(tag.size()));
    Bytes input(64); // Z_pad: one block of the hash
    input.reserve(input.size() + message.size() + 3 + tag.size());
    input.insert(input.end(), message.begin(), message.end());
    input.insert(input.end(), {0, 32 * blocks, 0});
    input.insert(input.end(), tag.begin(), tag.end());
    const Bytes b0 = Sha256(input);
    Bytes uniform;
    Bytes before(b0.size());
    for (uint8_t i = 1; i <= blocks; ++i)
    {
        input.clear();
        for (std::size_t j = 0; j < b0.size(); ++j)
        {
            input.push_back(b0[j] ^ before[j]);
        }
        input.push_back(i);
        input.insert(input.end(), tag.begin(), tag.end());
        before = Sha256(input);
        uniform.insert(uniform.end(), before.begin(), before.end());
    }
    return uniform;
}

/// @param digits of a valid point
template <class G>
G
FromHexDigits(const char* digits)
{
    return *G::FromBytes(FromHex(digits).data());
}

/// 2^384 mod p, by which ones are written
constexpr uint64_t ONE[6] = {0x760900000002fffd,
                             0xebf4000bc40c0002,
                             0x5f48985753c758ba,
                             0x77ce585370525745,
                             0x5c071a97a256ec6d,
                             0x15f65ec3fa80e493};

} // namespace

G1::G1()
    : m_limbs{0, 0, 0, 0, 0, 0, ONE[0], ONE[1], ONE[2], ONE[3], ONE[4], ONE[5]}
{
}

G1
G1::Identity()
{
    return G1();
}

G1
G1::Generator()
{
    static const G1 generator =
        FromHexDigits<G1>("97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac58"
                          "6c55e83ff97a1aeffb3af00adb22c6bb");
    return generator;
}

std::optional<G1>
G1::FromBytes(const uint8_t* octets)
{
    return Current().readG1(octets);
}

std::optional<G1>
G1::FromBytesToPair(const uint8_t* octets)
{
    return Current().readCurveG1(octets);
}

G1
G1::Hash(const Bytes& message, const std::string& dst)
{
    return Current().mapToG1(ExpandMessage(message, dst).data());
}

G1
G1::MultiplyAdd(const std::vector<Term>& terms)
{
    return Current().multiplyG1(terms);
}

G1
G1::MultiplyAddPublic(const std::vector<Term>& terms)
{
    return Current().multiplyPublicG1(terms);
}

G1
G1::operator+(const G1& other) const
{
    return Current().addG1(*this, other);
}

G1
G1::operator-(const G1& other) const
{
    return *this + -other;
}

G1
G1::operator-() const
{
    return Current().negateG1(*this);
}

G1
G1::operator*(const Scalar& scalar) const
{
    return Current().multiplyG1({{*this, scalar}});
}

bool
G1::operator==(const G1& other) const
{
    return Current().equalG1(*this, other);
}

bool
G1::operator!=(const G1& other) const
{
    return !(*this == other);
}

bool
G1::IsIdentity() const
{
    // z = 0
    return std::all_of(m_limbs.begin() + 12, m_limbs.end(), [](uint64_t limb) {
        return limb == 0;
    });
}

std::array<uint8_t, G1::SIZE>
G1::ToBytes() const
{
    std::array<uint8_t, SIZE> octets;
    Current().writeG1(*this, octets.data());
    return octets;
}

const std::array<uint64_t, 18>&
G1::Limbs() const
{
    return m_limbs;
}

G2::G2()
    : m_limbs{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ONE[0], ONE[1], ONE[2], ONE[3], ONE[4], ONE[5]}
{
}

G2
G2::Identity()
{
    return G2();
}

G2
G2::Generator()
{
    static const G2 generator =
        FromHexDigits<G2>("93e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049"
                          "334cf11213945d57e5ac7d055d042b7e024aa2b2f08f0a91260805272dc51051"
                          "c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8");
    return generator;
}

std::optional<G2>
G2::FromBytes(const uint8_t* octets)
{
    return Current().readG2(octets);
}

G2
G2::MultiplyAdd(const std::vector<Term>& terms)
{
    return Current().multiplyG2(terms);
}

G2
G2::MultiplyAddPublic(const std::vector<Term>& terms)
{
    return Current().multiplyPublicG2(terms);
}

G2
G2::operator+(const G2& other) const
{
    return Current().addG2(*this, other);
}

G2
G2::operator-(const G2& other) const
{
    return *this + -other;
}

G2
G2::operator-() const
{
    return Current().negateG2(*this);
}

G2
G2::operator*(const Scalar& scalar) const
{
    return Current().multiplyG2({{*this, scalar}});
}

bool
G2::operator==(const G2& other) const
{
    return Current().equalG2(*this, other);
}

bool
G2::operator!=(const G2& other) const
{
    return !(*this == other);
}

bool
G2::IsIdentity() const
{
    // z = 0
    return std::all_of(m_limbs.begin() + 24, m_limbs.end(), [](uint64_t limb) {
        return limb == 0;
    });
}

std::array<uint8_t, G2::SIZE>
G2::ToBytes() const
{
    std::array<uint8_t, SIZE> octets;
    Current().writeG2(*this, octets.data());
    return octets;
}

const std::array<uint64_t, 36>&
G2::Limbs() const
{
    return m_limbs;
}

Gt::Gt()
    : m_limbs{ONE[0], ONE[1], ONE[2], ONE[3], ONE[4], ONE[5]}
{
}

Gt
Gt::One()
{
    return Gt();
}

Gt
Gt::Generator()
{
    static const Gt generator = Pairing(G1::Generator(), G2::Generator());
    return generator;
}

std::optional<Gt>
Gt::FromBytes(const uint8_t* octets)
{
    return Current().readGt(octets);
}

Gt
Gt::operator*(const Gt& other) const
{
    return Current().multiplyGt(*this, other);
}

Gt
Gt::Inverse() const
{
    return Current().inverse(*this);
}

Gt
Gt::Power(const Scalar& scalar) const
{
    return Current().power(*this, scalar);
}

bool
Gt::operator==(const Gt& other) const
{
    return m_limbs == other.m_limbs;
}

bool
Gt::operator!=(const Gt& other) const
{
    return !(*this == other);
}

bool
Gt::IsOne() const
{
    return *this == One();
}

std::array<uint8_t, Gt::SIZE>
Gt::ToBytes() const
{
    std::array<uint8_t, SIZE> octets;
    Current().writeGt(*this, octets.data());
    return octets;
}

const std::array<uint64_t, 72>&
Gt::Limbs() const
{
    return m_limbs;
}

Gt
Pairing(const G1& p, const G2& q)
{
    return Current().pairing({{p, q}}, false);
}

Gt
PairingProduct(const std::vector<std::pair<G1, G2>>& pairs)
{
    return Current().pairing(pairs, false);
}

Gt
ExactPairing(const G1& p, const G2& q)
{
    return Current().pairing({{p, q}}, true);
}

const char*
Backend()
{
    return Current().name;
}

std::vector<std::string>
Backends()
{
    std::vector<std::string> names;
    if (MulxEngine() != nullptr)
    {
        names.emplace_back(MulxEngine()->name);
    }
    names.emplace_back(PortableEngine().name);
    return names;
}

void
SetBackend(const std::string& name)
{
    for (const Engine* engine : {MulxEngine(), &PortableEngine()})
    {
        if (engine != nullptr && name == engine->name)
        {
            ChosenEngine().store(engine, std::memory_order_relaxed);
            return;
        }
    }
    std::string allowed;
    for (const std::string& known : Backends())
    {
        allowed += (allowed.empty() ? "" : ", ") + known;
    }
    throw std::invalid_argument("no arithmetic for BLS12-381 named \"" + name +
                                "\" on this processor; there are: " + allowed);
}

} // namespace ns3::iomt::bls
