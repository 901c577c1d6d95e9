// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_STORAGE_SCU_H
#define IOMT_STORAGE_SCU_H

#include "dicom-connection.h"

#include <functional>
#include <string>

namespace ns3
{
namespace iomt
{

/// A study to send: its instances are made one by one, so that only one is in memory.
struct DicomStudy
{
    std::string sopClass;                       //!< of all its instances
    uint32_t instances{0};                      //!< how many
    std::function<DicomDataSet(uint32_t)> make; //!< instance by number, from 0
};

/**
 * @brief Sends one study to an archive: user of DICOM's storage service (PS3.4, annex B).
 *
 *     TCP ─▶ A-ASSOCIATE ─▶ C-STORE, answer, C-STORE, answer … ─▶ A-RELEASE ─▶ done
 *
 * An instance is sent when the one before is answered, as most modalities do.
 */
class StorageScu : public SimpleRefCount<StorageScu>
{
  public:
    /**
     * @param study what to send
     * @param calling own application entity title
     * @param called the archive's
     */
    StorageScu(const DicomStudy& study, const std::string& calling, const std::string& called);

    /// Called for each instance that the archive has, with the octets of its data set.
    std::function<void(std::size_t octets)> onStored;
    /// Called once at the end, with the cause if not all is stored.
    std::function<void(const std::string& cause)> onDone;

    /// @brief Begin. @param node of the modality @param to the archive @param port the archive's
    void Begin(Ptr<Node> node, const Ipv6Address& to, uint16_t port);

  private:
    void Associate();
    void HandlePdu(const DicomPdu& pdu);
    void HandleMessage(const DicomMessage& message);
    void SendNext();
    void End(const std::string& cause);
    void Done(const std::string& cause);

    DicomStudy m_study;
    std::string m_calling;
    std::string m_called;
    Ptr<DicomConnection> m_connection;
    uint32_t m_maxLength{0}; //!< the archive's
    uint32_t m_next{0};      //!< instance
    std::size_t m_octets{0}; //!< of the instance under way
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_STORAGE_SCU_H
