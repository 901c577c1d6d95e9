// SPDX-License-Identifier: GPL-2.0-only

#include "object-opener.h"

#include "cose.h"

namespace ns3::iomt
{

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
      m_protected(CreateCipherSuite(suite)->CoseAlgorithm() != 0)
{
}

void
ObjectOpener::AddKey(const ObjectKey& key)
{
    if (key.suite != m_suite)
    {
        throw std::invalid_argument("key of suite " + key.suite + " for an opener of " + m_suite);
    }
    Producer producer;
    producer.suite = CreateCipherSuite(m_suite);
    producer.suite->SetKey(key.key);
    producer.commonIv = key.commonIv;
    if (key.commonIv.size() != producer.suite->NonceSize())
    {
        throw std::invalid_argument("common IV has " + std::to_string(key.commonIv.size()) +
                                    " octets, " + m_suite + " takes " +
                                    std::to_string(producer.suite->NonceSize()));
    }
    m_producers[key.kid] = std::move(producer);
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
    if (contentFormat != COSE_ENCRYPT0)
    {
        return opened;
    }
    const std::optional<CoseObject> object = DecodeCoseEncrypt0(payload);
    if (!object || object->headers.partialIv.empty() ||
        object->headers.partialIv.size() > sizeof(opened.sequence))
    {
        return opened;
    }
    for (const uint8_t octet : object->headers.partialIv)
    {
        opened.sequence = opened.sequence << 8 | octet;
    }
    opened.kid = object->headers.kid;
    const auto found = m_producers.find(opened.kid);
    if (found == m_producers.end())
    {
        opened.status = OpenStatus::UNKNOWN_KEY;
        return opened;
    }
    Producer& producer = found->second;
    if (object->headers.algorithm != producer.suite->CoseAlgorithm())
    {
        return opened;
    }
    const std::optional<Bytes> plaintext =
        producer.suite->Open(CoseNonce(producer.commonIv, object->headers.partialIv),
                             CoseEncrypt0Aad(object->protectedHeaders, ToBytes(topic)),
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
    opened.status = OpenStatus::OK;
    opened.plaintext = *plaintext;
    opened.contentFormat = object->headers.contentFormat.value_or(SENML_CBOR);
    return opened;
}

} // namespace ns3::iomt
