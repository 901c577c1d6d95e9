// SPDX-License-Identifier: GPL-2.0-only

#include "ecdsa-p256.h"

#include "operation-counts.h"
#include "sha256.h"

#include <cryptopp/eccrypto.h>
#include <cryptopp/oids.h>
#include <cryptopp/osrng.h>
#include <cryptopp/sha.h>
#include <stdexcept>

namespace ns3::iomt
{

namespace
{

using Scheme = CryptoPP::ECDSA_RFC6979<CryptoPP::ECP, CryptoPP::SHA256>;

constexpr std::size_t COORDINATE = 32;

const CryptoPP::DL_GroupParameters_EC<CryptoPP::ECP>&
Group()
{
    static const CryptoPP::DL_GroupParameters_EC<CryptoPP::ECP> group(CryptoPP::ASN1::secp256r1());
    return group;
}

void
CountHash(std::size_t octets)
{
    RunningOperations().Add(Operation::SHA256_BLOCK, (octets + 9 + 63) / 64);
}

} // namespace

struct P256Signer::Key
{
    Scheme::Signer signer;
    Bytes publicKey;
};

P256Signer::P256Signer(const Bytes& scalar)
    : m_key(std::make_unique<Key>())
{
    const CryptoPP::Integer exponent(scalar.data(), scalar.size());
    if (scalar.size() != COORDINATE || exponent.IsZero() || exponent >= Group().GetSubgroupOrder())
    {
        throw std::invalid_argument(
            "a P-256 private key is 32 octets, above 0 and below the order");
    }
    m_key->signer.AccessKey().Initialize(Group(), exponent);
    const CryptoPP::ECP::Point point = Group().ExponentiateBase(exponent);
    m_key->publicKey.resize(2 * COORDINATE);
    point.x.Encode(m_key->publicKey.data(), COORDINATE);
    point.y.Encode(m_key->publicKey.data() + COORDINATE, COORDINATE);
}

P256Signer::~P256Signer() = default;
P256Signer::P256Signer(P256Signer&&) noexcept = default;
P256Signer& P256Signer::operator=(P256Signer&&) noexcept = default;

P256Signer
P256Signer::FromSeed(const Bytes& seed)
{
    // 64 bits more than the order keep the remainder's bias below 2^-64.
    const Bytes wide = HkdfSha256({}, seed, ToBytes("P-256 private key"), COORDINATE + 8);
    const CryptoPP::Integer order = Group().GetSubgroupOrder();
    const CryptoPP::Integer scalar = CryptoPP::Integer(wide.data(), wide.size()) % (order - 1) + 1;
    Bytes octets(COORDINATE);
    scalar.Encode(octets.data(), octets.size());
    return P256Signer(octets);
}

Bytes
P256Signer::Sign(const Bytes& message) const
{
    Bytes signature(m_key->signer.SignatureLength());
    // RFC 6979 derives the nonce from key and message; the generator is never asked.
    m_key->signer.SignMessage(CryptoPP::NullRNG(),
                              message.data(),
                              message.size(),
                              signature.data());
    RunningOperations().Add(Operation::P256_SIGN);
    CountHash(message.size());
    return signature;
}

Bytes
P256Signer::PublicKey() const
{
    return m_key->publicKey;
}

struct P256Verifier::Key
{
    Scheme::Verifier verifier;
};

P256Verifier::P256Verifier(const Bytes& publicKey)
    : m_key(std::make_unique<Key>())
{
    CryptoPP::ECP::Point point;
    if (publicKey.size() == 2 * COORDINATE)
    {
        point = CryptoPP::ECP::Point(CryptoPP::Integer(publicKey.data(), COORDINATE),
                                     CryptoPP::Integer(publicKey.data() + COORDINATE, COORDINATE));
    }
    if (point.identity || !Group().GetCurve().VerifyPoint(point))
    {
        throw std::invalid_argument("a P-256 public key is a point of the curve, 32 octets each of "
                                    "x and y");
    }
    m_key->verifier.AccessKey().Initialize(Group(), point);
}

P256Verifier::~P256Verifier() = default;
P256Verifier::P256Verifier(P256Verifier&&) noexcept = default;
P256Verifier& P256Verifier::operator=(P256Verifier&&) noexcept = default;

bool
P256Verifier::Verify(const Bytes& message, const Bytes& signature) const
{
    if (signature.size() != 2 * COORDINATE)
    {
        return false;
    }
    RunningOperations().Add(Operation::P256_VERIFY);
    CountHash(message.size());
    return m_key->verifier.VerifyMessage(message.data(),
                                         message.size(),
                                         signature.data(),
                                         signature.size());
}

} // namespace ns3::iomt
