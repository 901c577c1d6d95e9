// SPDX-License-Identifier: GPL-2.0-only

#include "p256-ecdh.h"

#include "operation-counts.h"

#include <cryptopp/eccrypto.h>
#include <cryptopp/oids.h>
#include <stdexcept>
#include <string>

namespace ns3::iomt
{

namespace
{

constexpr std::size_t COORDINATE = 32;

const CryptoPP::DL_GroupParameters_EC<CryptoPP::ECP>&
Group()
{
    static const CryptoPP::DL_GroupParameters_EC<CryptoPP::ECP> group(CryptoPP::ASN1::secp256r1());
    return group;
}

} // namespace

struct P256KeyPair::Key
{
    CryptoPP::Integer scalar;
    Bytes publicKey;
};

P256KeyPair::P256KeyPair(const Bytes& scalar)
    : m_key(std::make_unique<Key>())
{
    m_key->scalar = CryptoPP::Integer(scalar.data(), scalar.size());
    if (scalar.size() != COORDINATE || m_key->scalar.IsZero() ||
        m_key->scalar >= Group().GetSubgroupOrder())
    {
        throw std::invalid_argument(
            "a P-256 private key is 32 octets, above 0 and below the order");
    }
    const CryptoPP::ECP::Point point = Group().ExponentiateBase(m_key->scalar);
    m_key->publicKey.resize(2 * COORDINATE);
    point.x.Encode(m_key->publicKey.data(), COORDINATE);
    point.y.Encode(m_key->publicKey.data() + COORDINATE, COORDINATE);
    RunningOperations().Add(Operation::P256_ECDH);
}

P256KeyPair::~P256KeyPair() = default;
P256KeyPair::P256KeyPair(P256KeyPair&&) noexcept = default;
P256KeyPair& P256KeyPair::operator=(P256KeyPair&&) noexcept = default;

P256KeyPair
P256KeyPair::FromRandom(const Bytes& octets)
{
    if (octets.size() != RANDOM_SIZE)
    {
        throw std::invalid_argument("a P-256 private key is drawn from " +
                                    std::to_string(RANDOM_SIZE) + " octets, not " +
                                    std::to_string(octets.size()));
    }
    const CryptoPP::Integer below = Group().GetSubgroupOrder() - 1;
    const CryptoPP::Integer scalar = CryptoPP::Integer(octets.data(), octets.size()) % below + 1;
    Bytes encoded(COORDINATE);
    scalar.Encode(encoded.data(), encoded.size());
    return P256KeyPair(encoded);
}

const Bytes&
P256KeyPair::PublicKey() const
{
    return m_key->publicKey;
}

std::optional<Bytes>
P256KeyPair::Agree(const Bytes& peer) const
{
    if (peer.size() != 2 * COORDINATE)
    {
        return std::nullopt;
    }
    // A point that is not on the curve would leak the scalar piece by piece (CVE-2018-5383). The
    // check takes coordinates at or above the prime for none either; the cofactor is 1, so every
    // point that passes has the full order.
    const CryptoPP::ECP::Point point(CryptoPP::Integer(peer.data(), COORDINATE),
                                     CryptoPP::Integer(peer.data() + COORDINATE, COORDINATE));
    if (!Group().GetCurve().VerifyPoint(point))
    {
        return std::nullopt;
    }
    const CryptoPP::ECP::Point shared = Group().GetCurve().Multiply(m_key->scalar, point);
    RunningOperations().Add(Operation::P256_ECDH);
    Bytes x(COORDINATE);
    shared.x.Encode(x.data(), x.size());
    return x;
}

} // namespace ns3::iomt
