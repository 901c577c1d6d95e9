// SPDX-License-Identifier: GPL-2.0-only

#include "object-opener.h"

#include "cose.h"

namespace ns3::iomt
{

namespace
{

/// Keys of a producer that are kept, for messages that others have overtaken.
constexpr std::size_t KEYS_KEPT = 4;

uint64_t
Number(const Bytes& octets)
{
    uint64_t number = 0;
    for (const uint8_t octet : octets)
    {
        number = number << 8 | octet;
    }
    return number;
}

} // namespace

std::string
ToString(OpenStatus status)
{
    switch (status)
    {
    case OpenStatus::OK:
        return "ok";
    case OpenStatus::MALFORMED:
        return "malformed";
    case OpenStatus::UNKNOWN_KEY:
        return "unknown-key";
    case OpenStatus::BAD_TAG:
        return "bad-tag";
    case OpenStatus::REPLAYED:
        return "replayed";
    }
    return "";
}

ObjectOpener::ObjectOpener(const std::string& suite)
    : m_suite(suite),
      m_protection(*ObjectProtections().Create(suite)),
      m_protected(CreateCipherSuite(m_protection.cipher)->CoseAlgorithm() != 0)
{
}

void
ObjectOpener::AddKey(const ObjectKey& key)
{
    if (key.suite != m_suite)
    {
        throw std::invalid_argument("key of suite " + key.suite + " for an opener of " + m_suite);
    }
    std::shared_ptr<CipherSuite> suite = CreateCipherSuite(m_protection.cipher);
    if (key.commonIv.size() != suite->NonceSize())
    {
        throw std::invalid_argument("common IV has " + std::to_string(key.commonIv.size()) +
                                    " octets, " + m_suite + " takes " +
                                    std::to_string(suite->NonceSize()));
    }
    Producer producer;
    producer.key = key;
    if (m_protection.encapsulation.empty())
    {
        suite->SetKey(key.key);
        producer.known[0] = {std::move(suite), {}};
    }
    else if (!key.receiver)
    {
        throw std::invalid_argument("no receiver to whom the keys of " + m_suite + " travel");
    }
    m_producers[key.kid] = std::move(producer);
}

std::optional<ObjectOpener::KnownKey>
ObjectOpener::FindKey(const Producer& producer, uint64_t number, const CoseObject& object) const
{
    const bool travels = !object.recipients.empty();
    const auto known = producer.known.find(number);
    if (known != producer.known.end() &&
        (!travels || known->second.encryptedKey == object.recipients.front().encryptedKey))
    {
        return known->second;
    }
    KnownKey found{CreateCipherSuite(m_protection.cipher), {}};
    if (m_protection.encapsulation.empty())
    {
        found.suite->SetKey(DeriveLaterKey(producer.key, number));
        return found;
    }
    if (!travels)
    {
        return std::nullopt;
    }
    found.encryptedKey = object.recipients.front().encryptedKey;
    const std::optional<Bytes> key = producer.key.receiver->Decapsulate(found.encryptedKey,
                                                                        found.suite->KeySize(),
                                                                        m_protection.cipher);
    if (!key)
    {
        return std::nullopt;
    }
    found.suite->SetKey(*key);
    return found;
}

OpenedObject
ObjectOpener::Open(uint16_t contentFormat, const Bytes& payload, const std::string& topic)
{
    OpenedObject opened;
    if (!m_protected)
    {
        opened.status = OpenStatus::OK;
        opened.contentFormat = contentFormat;
        opened.plaintext = payload;
        return opened;
    }
    const bool travels = contentFormat == COSE_ENCRYPT;
    if (contentFormat != COSE_ENCRYPT0 && (!travels || m_protection.encapsulation.empty()))
    {
        return opened;
    }
    const std::optional<CoseObject> object =
        travels ? DecodeCoseEncrypt(payload) : DecodeCoseEncrypt0(payload);
    if (!object || object->headers.partialIv.empty() ||
        object->headers.partialIv.size() > sizeof(opened.sequence) ||
        object->headers.kidContext.size() > sizeof(opened.sequence) ||
        (travels && object->recipients.size() != 1))
    {
        return opened;
    }
    opened.sequence = Number(object->headers.partialIv);
    const uint64_t keyNumber = Number(object->headers.kidContext);
    opened.kid = object->headers.kid;
    const auto found = m_producers.find(opened.kid);
    if (found == m_producers.end())
    {
        opened.status = OpenStatus::UNKNOWN_KEY;
        return opened;
    }
    Producer& producer = found->second;
    if (travels && object->recipients.front().algorithm != producer.key.receiver->CoseAlgorithm())
    {
        return opened;
    }
    const auto known = FindKey(producer, keyNumber, *object);
    if (!known)
    {
        opened.status = travels ? OpenStatus::BAD_TAG : OpenStatus::UNKNOWN_KEY;
        return opened;
    }
    if (object->headers.algorithm != known->suite->CoseAlgorithm())
    {
        return opened;
    }
    const Bytes aad = travels ? CoseEncryptAad(object->protectedHeaders, ToBytes(topic))
                              : CoseEncrypt0Aad(object->protectedHeaders, ToBytes(topic));
    const std::optional<Bytes> plaintext =
        known->suite->Open(CoseNonce(producer.key.commonIv, object->headers.partialIv),
                           aad,
                           object->payload);
    if (!plaintext)
    {
        opened.status = OpenStatus::BAD_TAG;
        return opened;
    }
    // Only after the tag: a forged number must neither move the window nor pass for a replay.
    if (!producer.window.IsFresh(opened.sequence))
    {
        opened.status = OpenStatus::REPLAYED;
        return opened;
    }
    producer.window.Accept(opened.sequence);
    // Likewise: what is forged must not drive out a key in use.
    producer.known[keyNumber] = *known;
    if (producer.known.size() > KEYS_KEPT)
    {
        producer.known.erase(producer.known.begin());
    }
    opened.status = OpenStatus::OK;
    opened.plaintext = *plaintext;
    opened.contentFormat = object->headers.contentFormat.value_or(SENML_CBOR);
    return opened;
}

} // namespace ns3::iomt
