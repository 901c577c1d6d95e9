// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_SIGNED_DOCUMENT_H
#define IOMT_SIGNED_DOCUMENT_H

#include "ns3/cose.h"
#include "ns3/object-opener.h"
#include "ns3/object-sealer.h"

#include <map>
#include <optional>
#include <string>

namespace ns3
{
namespace iomt
{

/**
 * @brief Sends documents that someone will be held to: prescriptions, commands, confirmations.
 *
 *     document ──▶ COSE_Sign1, ES256, by the author ──▶ COSE_Encrypt0 for the reader
 *
 * The signature binds the topic. It stays when the sealing suite is `none`.
 */
class DocumentSender
{
  public:
    /**
     * @param signer author's key
     * @param kid name of that key
     * @param sealing key shared with the reader
     */
    DocumentSender(P256Signer signer, const Bytes& kid, const ObjectKey& sealing);

    /**
     * @param document any octets
     * @param topic where it will be published
     * @return what to publish
     */
    SealedObject Seal(const Bytes& document, const std::string& topic);

  private:
    P256Signer m_signer;
    Bytes m_kid;
    ObjectSealer m_sealer;
};

/// A document, or why it is not to be trusted.
struct OpenedDocument
{
    std::optional<Bytes> document; //!< if it is authentic and new
    std::string refusal;           //!< otherwise
};

/// Opens what DocumentSender sealed.
class DocumentReader
{
  public:
    /// @param suite of the sealing @throws std::invalid_argument if unknown
    explicit DocumentReader(const std::string& suite);

    /**
     * @brief An author whose documents are accepted.
     * @param kid name of the author's key
     * @param publicKey x and y, 32 octets each
     * @param sealing key shared with the author
     */
    void AddAuthor(const Bytes& kid, const Bytes& publicKey, const ObjectKey& sealing);

    /**
     * @param contentFormat of the payload
     * @param payload from the network
     * @param topic it came by
     * @return the document, or the refusal
     */
    OpenedDocument Open(uint16_t contentFormat, const Bytes& payload, const std::string& topic);

  private:
    ObjectOpener m_opener;
    std::map<Bytes, P256Verifier> m_authors;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_SIGNED_DOCUMENT_H
