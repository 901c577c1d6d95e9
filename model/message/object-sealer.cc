// SPDX-License-Identifier: GPL-2.0-only

#include "object-sealer.h"

#include "cose.h"

#include "ns3/sha256.h"

namespace ns3::iomt
{

namespace
{

/// A number as Partial IV or kid context: network order, no leading zeros, one octet at least.
Bytes
ShortestOctets(uint64_t number)
{
    Bytes octets;
    for (int shift = 56; shift >= 0; shift -= 8)
    {
        const auto octet = static_cast<uint8_t>(number >> shift);
        if (octet != 0 || !octets.empty() || shift == 0)
        {
            octets.push_back(octet);
        }
    }
    return octets;
}

} // namespace

ObjectKey
DeriveObjectKey(const std::string& suite,
                const Bytes& kid,
                const Bytes& secret,
                std::shared_ptr<const KeyEncapsulation> receiver)
{
    const auto protection = ObjectProtections().Create(suite);
    const auto cipher = CreateCipherSuite(protection->cipher);
    ObjectKey key;
    key.suite = suite;
    key.kid = kid;
    if (!protection->encapsulation.empty())
    {
        key.secret = secret;
        // A key of its own for few messages: the Partial IV alone tells them apart.
        key.commonIv = Bytes(cipher->NonceSize());
        key.receiver = std::move(receiver);
    }
    else if (cipher->KeySize() > 0)
    {
        key.secret = secret;
        key.key = HkdfSha256(kid, secret, ToBytes("key of " + suite), cipher->KeySize());
        key.commonIv = HkdfSha256(kid, secret, ToBytes("IV of " + suite), cipher->NonceSize());
    }
    return key;
}

Bytes
DeriveLaterKey(const ObjectKey& key, uint64_t number)
{
    return number == 0 ? key.key
                       : HkdfSha256(key.kid,
                                    key.secret,
                                    ToBytes("key of " + key.suite + ", " + std::to_string(number)),
                                    key.key.size());
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
      m_protection(*ObjectProtections().Create(key.suite)),
      m_suite(CreateCipherSuite(m_protection.cipher)),
      m_random(SeededRandom(key.secret))
{
    m_rekey.messages = m_protection.messagesPerKey;
    m_rekey.announce = m_protection.announce;
    if (m_protection.encapsulation.empty())
    {
        m_suite->SetKey(key.key);
    }
    else if (!key.receiver)
    {
        throw std::invalid_argument("no receiver to whom the keys of " + key.suite + " travel");
    }
    if (key.commonIv.size() != m_suite->NonceSize())
    {
        throw std::invalid_argument("common IV has " + std::to_string(key.commonIv.size()) +
                                    " octets, " + key.suite + " takes " +
                                    std::to_string(m_suite->NonceSize()));
    }
}

void
ObjectSealer::SetRekey(const RekeyPolicy& policy, std::function<double()> clock)
{
    if (policy.announce == 0 || !(policy.seconds >= 0))
    {
        throw std::invalid_argument("rekeying: announce " + std::to_string(policy.announce) +
                                    ", seconds " + std::to_string(policy.seconds) +
                                    "; allowed: announce from 1, seconds from 0");
    }
    if (policy.seconds > 0 && !clock)
    {
        throw std::invalid_argument("rekeying by time needs a clock");
    }
    m_rekey = policy;
    m_clock = std::move(clock);
}

void
ObjectSealer::RenewKey()
{
    const double now = m_clock ? m_clock() : 0;
    const bool first = m_sequence == 0;
    const bool due = (m_rekey.messages > 0 && m_underKey >= m_rekey.messages) ||
                     (m_rekey.seconds > 0 && now - m_keyFrom >= m_rekey.seconds);
    if (first || due)
    {
        m_keyNumber += first ? 0 : 1;
        m_underKey = 0;
        m_keyFrom = now;
        TakeKey();
    }
}

void
ObjectSealer::TakeKey()
{
    if (!m_protection.encapsulation.empty())
    {
        auto made = m_key.receiver->Encapsulate(m_suite->KeySize(), m_protection.cipher, m_random);
        m_suite->SetKey(made.key);
        m_encryptedKey = std::move(made.header);
    }
    else if (m_keyNumber > 0)
    {
        m_suite->SetKey(DeriveLaterKey(m_key, m_keyNumber));
    }
}

SealedObject
ObjectSealer::Seal(const Bytes& plaintext, const std::string& topic, uint16_t contentFormat)
{
    if (m_suite->CoseAlgorithm() == 0)
    {
        ++m_sequence;
        return {contentFormat, plaintext};
    }
    RenewKey();
    CoseHeaders authenticated;
    authenticated.algorithm = m_suite->CoseAlgorithm();
    if (contentFormat != SENML_CBOR)
    {
        authenticated.contentFormat = contentFormat;
    }
    if (m_keyNumber > 0)
    {
        authenticated.kidContext = ShortestOctets(m_keyNumber);
    }
    CoseHeaders open;
    open.kid = m_key.kid;
    open.partialIv = ShortestOctets(m_sequence);
    const Bytes protectedHeaders = EncodeCoseProtected(authenticated);
    const Bytes nonce = CoseNonce(m_key.commonIv, open.partialIv);
    const bool announces =
        !m_protection.encapsulation.empty() && m_underKey % m_rekey.announce == 0;
    ++m_sequence;
    ++m_underKey;
    if (!announces)
    {
        const Bytes ciphertext =
            m_suite->Seal(nonce, CoseEncrypt0Aad(protectedHeaders, ToBytes(topic)), plaintext);
        return {COSE_ENCRYPT0, EncodeCoseEncrypt0(protectedHeaders, open, ciphertext)};
    }
    const Bytes ciphertext =
        m_suite->Seal(nonce, CoseEncryptAad(protectedHeaders, ToBytes(topic)), plaintext);
    const CoseRecipient recipient{m_key.receiver->CoseAlgorithm(), m_encryptedKey};
    return {COSE_ENCRYPT,
            EncodeCoseEncrypt(protectedHeaders, open, ciphertext, {recipient}),
            m_rekey.announce > 1 && m_rekey.messages != 1};
}

uint64_t
ObjectSealer::KeyNumber() const
{
    return m_keyNumber;
}

uint64_t
ObjectSealer::NextSequence() const
{
    return m_sequence;
}

} // namespace ns3::iomt
