// SPDX-License-Identifier: GPL-2.0-only

#include "signed-document.h"

namespace ns3
{
namespace iomt
{

namespace
{

Bytes
ToBytes(const std::string& text)
{
    return Bytes(text.begin(), text.end());
}

} // namespace

DocumentSender::DocumentSender(P256Signer signer, const Bytes& kid, const ObjectKey& sealing)
    : m_signer(std::move(signer)),
      m_kid(kid),
      m_sealer(sealing)
{
}

SealedObject
DocumentSender::Seal(const Bytes& document, const std::string& topic)
{
    return m_sealer.Seal(CoseSign1(m_signer, m_kid, document, ToBytes(topic)), topic, COSE_SIGN1);
}

DocumentReader::DocumentReader(const std::string& suite)
    : m_opener(suite)
{
}

void
DocumentReader::AddAuthor(const Bytes& kid, const Bytes& publicKey, const ObjectKey& sealing)
{
    m_authors.insert_or_assign(kid, P256Verifier(publicKey));
    m_opener.AddKey(sealing);
}

OpenedDocument
DocumentReader::Open(uint16_t contentFormat, const Bytes& payload, const std::string& topic)
{
    OpenedDocument opened;
    const OpenedObject object = m_opener.Open(contentFormat, payload, topic);
    if (object.status != OpenStatus::OK)
    {
        opened.refusal = ToString(object.status);
        return opened;
    }
    const auto sign1 = DecodeCoseSign1(object.plaintext);
    if (object.contentFormat != COSE_SIGN1 || !sign1)
    {
        opened.refusal = "not signed";
        return opened;
    }
    const auto author = m_authors.find(sign1->headers.kid);
    if (author == m_authors.end())
    {
        opened.refusal = "unknown author";
        return opened;
    }
    if (!VerifyCoseSign1(*sign1, author->second, ToBytes(topic)))
    {
        opened.refusal = "bad signature";
        return opened;
    }
    opened.document = sign1->payload;
    return opened;
}

} // namespace iomt
} // namespace ns3
