// SPDX-License-Identifier: GPL-2.0-only

#include "object-sealer.h"

#include "cose.h"

#include "ns3/sha256.h"

namespace ns3::iomt
{

namespace
{

/// Sequence number as Partial IV: network order without leading zeros, one octet at least.
Bytes
PartialIv(uint64_t sequence)
{
    Bytes iv;
    for (int shift = 56; shift >= 0; shift -= 8)
    {
        const auto octet = static_cast<uint8_t>(sequence >> shift);
        if (octet != 0 || !iv.empty() || shift == 0)
        {
            iv.push_back(octet);
        }
    }
    return iv;
}

} // namespace

ObjectKey
DeriveObjectKey(const std::string& suite, const Bytes& kid, const Bytes& secret)
{
    const auto cipher = CreateCipherSuite(suite);
    ObjectKey key;
    key.suite = suite;
    key.kid = kid;
    if (cipher->KeySize() > 0)
    {
        key.key = HkdfSha256(kid, secret, ToBytes("key of " + suite), cipher->KeySize());
        key.commonIv = HkdfSha256(kid, secret, ToBytes("IV of " + suite), cipher->NonceSize());
    }
    return key;
}

Bytes
CoseNonce(const Bytes& commonIv, const Bytes& partialIv)
{
    Bytes nonce = commonIv;
    for (std::size_t i = 0; i < partialIv.size() && i < nonce.size(); ++i)
    {
        nonce[nonce.size() - 1 - i] ^= partialIv[partialIv.size() - 1 - i];
    }
    return nonce;
}

ObjectSealer::ObjectSealer(const ObjectKey& key)
    : m_key(key),
      m_suite(CreateCipherSuite(key.suite))
{
    m_suite->SetKey(key.key);
    if (key.commonIv.size() != m_suite->NonceSize())
    {
        throw std::invalid_argument("common IV has " + std::to_string(key.commonIv.size()) +
                                    " octets, " + key.suite + " takes " +
                                    std::to_string(m_suite->NonceSize()));
    }
}

SealedObject
ObjectSealer::Seal(const Bytes& plaintext, const std::string& topic, uint16_t contentFormat)
{
    const uint64_t sequence = m_sequence++;
    if (m_suite->CoseAlgorithm() == 0)
    {
        return {contentFormat, plaintext};
    }
    CoseHeaders authenticated;
    authenticated.algorithm = m_suite->CoseAlgorithm();
    if (contentFormat != SENML_CBOR)
    {
        authenticated.contentFormat = contentFormat;
    }
    CoseHeaders open;
    open.kid = m_key.kid;
    open.partialIv = PartialIv(sequence);
    const Bytes protectedHeaders = EncodeCoseProtected(authenticated);
    const Bytes ciphertext = m_suite->Seal(CoseNonce(m_key.commonIv, open.partialIv),
                                           CoseEncrypt0Aad(protectedHeaders, ToBytes(topic)),
                                           plaintext);
    return {COSE_ENCRYPT0, EncodeCoseEncrypt0(protectedHeaders, open, ciphertext)};
}

uint64_t
ObjectSealer::NextSequence() const
{
    return m_sequence;
}

} // namespace ns3::iomt
